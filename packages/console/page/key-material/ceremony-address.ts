/** The address of the ceremony for a key. */
export function ceremonyAddress(reference: string): string {
  return `/key-material?key=${encodeURIComponent(reference)}`;
}

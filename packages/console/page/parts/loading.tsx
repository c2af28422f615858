/** Shown until the first data is there. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <p className="empty" role="status">
      Loading: {what}…
    </p>
  );
}

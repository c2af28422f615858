import type { CallOptions, FoundResource, ResourceKind, UnlistedResources } from "@crosstag/core";
import type { OpenedCrosstag } from "@crosstag/clouds";

export interface ListingRequest {
  readonly kinds?: readonly ResourceKind[] | undefined;
  /** Called for clouds that cannot be listed, while others are; absent: the first one ends the listing. */
  readonly onUnlisted?: ((unlisted: UnlistedResources) => void) | undefined;
}

/**
 * Everything that the selected clouds list, with the cloud that each was listed by: a name alone may not say that.
 * @throws CrosstagError when nothing could be listed
 */
export async function listReferences(
  crosstag: OpenedCrosstag,
  { kinds, onUnlisted }: ListingRequest,
  options: CallOptions,
): Promise<readonly FoundResource[]> {
  const all: FoundResource[] = [];
  const request = { ...(kinds !== undefined && { kinds }), ...(onUnlisted !== undefined && { onUnlisted }) };
  for await (const found of crosstag.findResources(request, options)) all.push(found);
  return all;
}

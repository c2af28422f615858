import type { FoundResource, ResourceKind } from "@crosstag/core";
import { SERVICE } from "@crosstag/inversify";
import type { Container } from "inversify";

/** Everything that the selected clouds list, with the cloud that each was listed by: a name alone may not say that. */
export async function listReferences(
  container: Container,
  kinds: readonly ResourceKind[] | undefined,
  signal: AbortSignal,
): Promise<readonly FoundResource[]> {
  const all: FoundResource[] = [];
  const request = kinds === undefined ? {} : { kinds };
  for await (const found of container.get(SERVICE.FindResources).findResources(request, { signal })) all.push(found);
  return all;
}

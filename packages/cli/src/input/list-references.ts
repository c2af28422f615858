import { CrosstagError, type FoundResource, type ResourceKind } from "@crosstag/core";
import { SERVICE } from "@crosstag/inversify";
import type { Container } from "inversify";

export interface ListedReferences {
  /** With the cloud that each was listed by: a name alone may not say that. */
  readonly resources: readonly FoundResource[];
  /** Why there may be more of them; absent: these are all. */
  readonly problem?: CrosstagError;
}

/** Everything that the selected clouds list, as far as they do. @throws CrosstagError when nothing could be listed */
export async function listReferences(
  container: Container,
  kinds: readonly ResourceKind[] | undefined,
  signal: AbortSignal,
): Promise<ListedReferences> {
  const resources: FoundResource[] = [];
  const request = kinds === undefined ? {} : { kinds };
  try {
    for await (const found of container.get(SERVICE.FindResources).findResources(request, { signal }))
      resources.push(found);
  } catch (error) {
    if (resources.length === 0 || signal.aborted || !CrosstagError.is(error)) throw error;
    return { resources, problem: error };
  }
  return { resources };
}

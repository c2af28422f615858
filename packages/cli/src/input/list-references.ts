import type { FoundResource, Reference, ResourceKind } from "@crosstag/core";
import { SERVICE } from "@crosstag/inversify";
import type { Container } from "inversify";

/** Everything that the selected clouds list. */
export async function listReferences(
  container: Container,
  kinds: readonly ResourceKind[] | undefined,
  signal: AbortSignal,
): Promise<readonly Reference[]> {
  const references: Reference[] = [];
  const request = kinds === undefined ? {} : { kinds };
  for await (const found of container.get(SERVICE.FindResources).findResources(request, { signal }))
    references.push(referenceOf(found));
  return references;
}

/** What was listed, with the cloud that it was listed by: its name alone may not say that where no account is configured. */
export function referenceOf({ provider, kind, id, region, reference: text }: FoundResource): Reference {
  return { provider, kind, id, alias: false, region, text };
}

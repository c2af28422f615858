import type { FoundResource, Reference } from "@crosstag/core";

/** What was listed, with the cloud that it was listed by: its name alone may not say that where no account is configured. */
export function referenceOf({ provider, kind, id, region, reference: text }: FoundResource): Reference {
  return { provider, kind, id, alias: false, region, text };
}

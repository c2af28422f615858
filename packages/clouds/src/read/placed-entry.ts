import type { KmsDriver, ReferenceFacts } from "@crosstag/core/driver";
import { factsOfReference } from "@crosstag/core/internal";

/** What a full name says, and whose it is. Undefined: it is not the full name of a resource of these clouds. */
export type ReadFacts = (reference: string) => (ReferenceFacts & { readonly provider: string }) | undefined;

/** Returns what full names of the resources of these clouds say. */
export function readFacts(drivers: Iterable<KmsDriver>): ReadFacts {
  // A fleet has thousands of drivers, and a few grammars.
  const grammars = new Map([...drivers].map((driver) => [`${driver.provider} ${driver.service ?? ""}`, driver]));
  return (reference) => factsOfReference(grammars.values(), reference);
}

/** Where a resource is, as documents say it beside its name. */
export interface EntryPlace {
  /** The cloud's id of the resource. Absent, like the others: the full name is not known. */
  readonly id?: string;
  /** The account of the resource. */
  readonly account?: string;
  /** The region of the resource. */
  readonly region?: string;
}

/** Returns the entry with its id, account and region, so that no reader has to take the full name of a cloud apart. */
export function placedEntry<Entry extends { readonly reference: string }>(
  entry: Entry,
  factsOf: ReadFacts,
): Entry & EntryPlace {
  const facts = factsOf(entry.reference);
  if (facts === undefined) return entry;
  const { id, account, region } = facts;
  return { ...entry, id, account, region };
}

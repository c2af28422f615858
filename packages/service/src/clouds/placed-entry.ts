import type { ResourcePlaces } from "../access/resource-places.ts";

/** Where a resource is, as answers say it beside its name. */
interface EntryPlace {
  readonly id?: string;
  readonly account?: string;
  readonly region?: string;
}

/** The entry of a resource with its id, account and region, so that no reader has to take the full name of a cloud apart. */
export function placedEntry<Entry extends { readonly reference: string }>(
  entry: Entry,
  places: Pick<ResourcePlaces, "factsOf">,
): Entry & EntryPlace {
  const facts = places.factsOf(entry.reference);
  if (facts === undefined) return entry;
  const { id, account, region } = facts;
  return { ...entry, id, account, region };
}

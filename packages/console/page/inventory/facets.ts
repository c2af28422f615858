import type { InventoryRow } from "./inventory-row.ts";

/** What can be chosen in one field, with the number of resources. */
export type Facet = readonly (readonly [value: string, count: number])[];

/** The values of every field that can be chosen. */
export interface Facets {
  readonly provider: Facet;
  readonly account: Facet;
  readonly region: Facet;
  readonly kind: Facet;
  readonly state: Facet;
}

/** Counts the values of the fields. */
export function facetsOf(rows: readonly InventoryRow[]): Facets {
  const count = (valueOf: (row: InventoryRow) => string | undefined): Facet => {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const value = valueOf(row);
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].toSorted(([left], [right]) => (left < right ? -1 : 1));
  };
  return {
    provider: count(({ provider }) => provider),
    account: count(({ account }) => account),
    region: count(({ region }) => region),
    kind: count(({ kind }) => kind),
    state: count(({ details }) => details?.state),
  };
}

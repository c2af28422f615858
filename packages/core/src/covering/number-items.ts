import type { RowGroup } from "./row-groups.ts";

/** Numbers the items that are needed from 0 without gaps; others are left out. */
export function numberItems(groups: readonly RowGroup[]): {
  readonly dense: readonly RowGroup[];
  /** By new number the old one. */
  readonly items: readonly number[];
} {
  const numbers = new Map<number, number>();
  for (const group of groups) {
    for (const item of group.items.slice(0, group.needs)) if (!numbers.has(item)) numbers.set(item, numbers.size);
  }
  const dense = groups.map((group) => ({ ...group, items: group.items.flatMap((item) => numbers.get(item) ?? []) }));
  return { dense, items: [...numbers.keys()] };
}

import { itemAt } from "../batching/batches.ts";
import type { CoverLimit } from "./cover-problem.ts";
import type { RowGroup } from "./row-groups.ts";

/** What covering one cell is worth, by group and place in the group's needs. */
export type Prices = readonly Float64Array[];

export function equalPrices(groups: readonly RowGroup[]): Prices {
  return groups.map(({ needs }) => new Float64Array(needs).fill(1));
}

/** Cells of an item that few rows may be given are worth more: calls with that item cannot be filled. */
export function scarcityPrices(groups: readonly RowGroup[], itemCount: number, limit: CoverLimit): Prices {
  const rowsWith = new Float64Array(itemCount);
  for (const { rows, items } of groups) {
    for (const item of items) rowsWith[item] = itemAt(rowsWith, item) + rows.length;
  }
  return groups.map(({ items, needs }) =>
    Float64Array.from(items.slice(0, needs), (item) => 1 / Math.min(limit.resources, itemAt(rowsWith, item))),
  );
}

export function meanPrices(left: Prices, right: Prices): Prices {
  return left.map((prices, group) => {
    const others = itemAt(right, group);
    return prices.map((price, place) => (price + itemAt(others, place)) / 2);
  });
}

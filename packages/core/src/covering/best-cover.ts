import { itemAt, split } from "../batching/batches.ts";
import type { CoverLimit, Rectangle } from "./cover-problem.ts";
import { greedyCover } from "./greedy-cover.ts";
import { numberItems } from "./number-items.ts";
import { equalPrices, meanPrices, scarcityPrices } from "./prices.ts";
import type { RowGroup } from "./row-groups.ts";

const ATTEMPTS = 12;

/**
 * The best of several covers, the first being calls for one group each. The greedy ones learn from those before what a
 * cell costs: if cells of an item were expensive, a call that covers them too is worth more.
 */
export function bestCover(
  groups: readonly RowGroup[],
  limit: CoverLimit,
  fewest: number,
  workLimit: number,
): readonly Rectangle[] {
  const { dense, items } = numberItems(groups);
  let best: readonly Rectangle[] = dense.flatMap((group) => callsOfGroup(group, limit));
  let prices = equalPrices(dense);
  let work = 0;
  let lastWork = 0;
  for (let attempt = 0; attempt < ATTEMPTS && best.length > fewest && work + lastWork <= workLimit; attempt += 1) {
    const pricesNow = attempt === 1 ? scarcityPrices(dense, items.length, limit) : prices;
    const made = greedyCover(dense, items.length, limit, pricesNow);
    if (made.rectangles.length < best.length) best = made.rectangles;
    prices = attempt === 0 ? made.shares : meanPrices(prices, made.shares);
    lastWork = made.work;
    work += lastWork;
  }
  return best.map((call) => ({ rows: call.rows, items: call.items.map((item) => itemAt(items, item)) }));
}

/** The fewest calls if groups have nothing in common. */
function callsOfGroup(group: RowGroup, limit: CoverLimit): readonly Rectangle[] {
  const itemsOfCalls = split(group.items.slice(0, group.needs), limit.items);
  return split(group.rows, limit.resources).flatMap((rows) => itemsOfCalls.map((items) => ({ rows, items })));
}

import { itemAt } from "../batching/batches.ts";
import { CallIndex } from "./call-index.ts";
import type { CoverLimit, Rectangle } from "./cover-problem.ts";
import { Coverage } from "./coverage.ts";
import { greedyCover } from "./greedy-cover.ts";
import { numberItems } from "./number-items.ts";
import { equalPrices, scarcityPrices } from "./prices.ts";
import { groupRows, type RowGroup } from "./row-groups.ts";

/**
 * Few calls can be combined in few ways: for them, most attempts would only repeat others. With twice the attempts for
 * each call, 20 rows with six tags took 0.6 % fewer calls, and planning them twice the time.
 */
const FRUITLESS_ATTEMPTS = { most: 400, perCall: 10 };

/** Takes a few related calls away and covers what is now uncovered anew, time after time, and keeps what is not worse. */
export function improveCover(
  groups: readonly RowGroup[],
  rectangles: readonly Rectangle[],
  limit: CoverLimit,
  fewest: number,
  workLimit: number,
): readonly Rectangle[] {
  const random = randomNumbers();
  const coverage = new Coverage(groups, rectangles);
  const calls = new CallIndex(rectangles);
  let work = 0;
  const attempts = Math.min(FRUITLESS_ATTEMPTS.most, FRUITLESS_ATTEMPTS.perCall * calls.size);
  for (let fruitless = 0; fruitless < attempts && work < workLimit && calls.size > fewest; fruitless += 1) {
    const chosen = calls.choose(random);
    if (chosen.length < 2) continue;
    for (const { rows, items } of chosen) coverage.count(rows, items, -1);
    const { dense, items } = numberItems(uncoveredGroups(chosen, coverage));
    const prices = random() < 0.5 ? scarcityPrices(dense, items.length, limit) : equalPrices(dense);
    // Other prices each time, so that the calls come out differently.
    const varied = prices.map((ofGroup) => ofGroup.map((price) => price * (0.5 + random())));
    const result = greedyCover(dense, items.length, limit, varied);
    work += 50 + result.work + chosen.reduce((sum, { rows, items: { length } }) => sum + rows.length * length, 0);
    if (result.rectangles.length > chosen.length) {
      for (const rectangle of chosen) coverage.count(rectangle.rows, rectangle.items, 1);
      continue;
    }
    if (result.rectangles.length < chosen.length) fruitless = 0;
    const made = result.rectangles.map(({ rows, items: numbers }) => ({
      rows,
      items: numbers.map((number) => itemAt(items, number)),
    }));
    for (const { rows, items: covered } of made) coverage.count(rows, covered, 1);
    calls.replace(chosen, made);
  }
  return calls.all;
}

/** What the rows of these calls need and no other call covers; all other items that they may be given count as covered. */
function uncoveredGroups(calls: readonly Rectangle[], coverage: Coverage): readonly RowGroup[] {
  const rows = new Set(calls.flatMap((call) => call.rows));
  return groupRows(
    [...rows].map((row) => {
      const { items } = coverage.groupOf(row);
      const needed = items.filter((item) => coverage.times(row, item) === 0);
      return { row, needed, alreadyCovered: items.filter((item) => coverage.times(row, item) !== 0) };
    }),
  );
}

/** The same numbers from 0 to 1 each time, so that the same problem has the same answer. */
function randomNumbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

import type { Rectangle } from "./cover-problem.ts";
import { Coverage } from "./coverage.ts";
import type { RowGroup } from "./row-groups.ts";

/** Removes from each rectangle the items and rows that others cover, and drops rectangles that end up empty. */
export function trimCover(groups: readonly RowGroup[], rectangles: readonly Rectangle[]): readonly Rectangle[] {
  const coverage = new Coverage(groups, rectangles);
  const covers = (row: number, item: number) => coverage.times(row, item) === 1;
  // The last made cover least, so that they are the likeliest to become empty.
  const trimmed = rectangles.toReversed().map((rectangle): Rectangle => {
    let { rows, items } = rectangle;
    for (const item of items) {
      if (rows.some((row) => covers(row, item))) continue;
      coverage.count(rows, [item], -1);
      items = items.filter((other) => other !== item);
    }
    for (const row of rows) {
      if (items.some((item) => covers(row, item))) continue;
      coverage.count([row], items, -1);
      rows = rows.filter((other) => other !== row);
    }
    return { rows, items };
  });
  return trimmed.filter(({ items }) => items.length > 0).toReversed();
}

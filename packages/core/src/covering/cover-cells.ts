import { bestCover } from "./best-cover.ts";
import type { CoverProblem, CoverRow, Rectangle } from "./cover-problem.ts";
import { improveCover } from "./improve-cover.ts";
import { incompatibleCells } from "./incompatible-cells.ts";
import { ownCalls } from "./own-calls.ts";
import { groupRows, type NumberedRow } from "./row-groups.ts";
import { split } from "../batching/batches.ts";
import { trimCover } from "./trim-cover.ts";

/** Counts cells, not time, so that the answer is the same on every machine. */
const WORK_LIMIT = { greedy: 2_000_000, improving: 1_000_000 };

/** Few calls that together write every needed cell, and no cell that is neither needed nor so already. */
export function coverCells(problem: CoverProblem): readonly Rectangle[] {
  const { limit } = problem;
  const all = problem.rows
    .map((row, number) => tidy(number, row, problem.tagKeyOf))
    .filter(({ needed }) => needed.length > 0);
  if (limit.resources === 1) {
    return all.flatMap(({ row, needed }) => split(needed, limit.items).map((items) => ({ rows: [row], items })));
  }
  if (limit.items === 1) return oneItemCalls(all, limit.resources);
  const { calls, rest } = ownCalls(all, limit.items);
  const groups = groupRows(rest);
  const fewest = Math.max(fewestCalls(rest, problem), incompatibleCells(groups));
  let cover = bestCover(groups, limit, fewest, WORK_LIMIT.greedy);
  if (cover.length > fewest) cover = improveCover(groups, cover, limit, fewest, WORK_LIMIT.improving);
  return [...calls, ...trimCover(groups, cover)].map(({ rows, items }) => ({
    rows: rows.toSorted((left, right) => left - right),
    items: items.toSorted((left, right) => left - right),
  }));
}

/** With one item a call nothing but the resources can be shared. */
function oneItemCalls(rows: readonly NumberedRow[], resources: number): readonly Rectangle[] {
  const rowsOf = new Map<number, number[]>();
  for (const { row, needed } of rows) {
    for (const item of needed) {
      const ofItem = rowsOf.get(item);
      if (ofItem === undefined) rowsOf.set(item, [row]);
      else ofItem.push(row);
    }
  }
  return [...rowsOf].flatMap(([item, ofItem]) =>
    split(ofItem, resources).map((part) => ({ rows: part, items: [item] })),
  );
}

/** Ascending, and without a second value for a tag key: a row has one value of a tag key, so another value cannot be covered already. */
function tidy(row: number, { needed, alreadyCovered }: CoverRow, tagKeyOf: readonly number[]): NumberedRow {
  const taken = new Set(needed.map((item) => tagKeyOf[item]));
  return {
    row,
    needed: ascending(needed),
    alreadyCovered: ascending(alreadyCovered).filter((item) => !taken.has(tagKeyOf[item]) && taken.add(tagKeyOf[item])),
  };
}

function ascending(items: readonly number[]): readonly number[] {
  return [...new Set(items)].toSorted((left, right) => left - right);
}

/** No cover has fewer: a call holds so many cells, so many rows that each need several, and one value of a tag key. */
function fewestCalls(rows: readonly NumberedRow[], { tagKeyOf, limit }: CoverProblem): number {
  let cells = 0;
  let callsOfRows = 0;
  const rowsNeeding = new Map<number, number>();
  for (const { needed } of rows) {
    cells += needed.length;
    callsOfRows += Math.ceil(needed.length / limit.items);
    for (const item of needed) rowsNeeding.set(item, (rowsNeeding.get(item) ?? 0) + 1);
  }
  const callsByKey = new Map<number | undefined, number>();
  for (const [item, count] of rowsNeeding) {
    const key = tagKeyOf[item];
    callsByKey.set(key, (callsByKey.get(key) ?? 0) + Math.ceil(count / limit.resources));
  }
  const bySize = Math.ceil(Math.max(cells / limit.items, callsOfRows) / limit.resources);
  return [...callsByKey.values()].reduce((most, count) => Math.max(most, count), bySize);
}

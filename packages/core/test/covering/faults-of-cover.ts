import type { CoverProblem, Rectangle } from "../../src/covering/cover-problem.ts";

/** All that is wrong with a cover, apart from how many calls it takes. */
export function faultsOfCover(problem: CoverProblem, calls: readonly Rectangle[]): readonly string[] {
  const { rows, tagKeyOf, limit } = problem;
  const needed = rows.map((row) => new Set(row.needed));
  const alreadyCovered = rows.map((row) => new Set(row.alreadyCovered));
  const covered = rows.map(() => new Map<number, number>());
  const faults: string[] = [];
  for (const [number, call] of calls.entries()) {
    const fault = (text: string) => faults.push(`Call ${number} ${text}.`);
    if (call.rows.length === 0 || call.rows.length > limit.resources) fault(`has ${call.rows.length} rows`);
    if (call.items.length === 0 || call.items.length > limit.items) fault(`has ${call.items.length} items`);
    if (new Set(call.rows).size < call.rows.length) fault("has a row twice");
    if (new Set(call.items.map((item) => tagKeyOf[item])).size < call.items.length) fault("has a tag key twice");
    for (const row of call.rows) {
      for (const item of call.items) {
        if (needed[row]?.has(item)) covered[row]?.set(item, (covered[row].get(item) ?? 0) + 1);
        else if (!alreadyCovered[row]?.has(item)) fault(`gives row ${row} item ${item}, which it does not want`);
      }
    }
  }
  for (const [row, items] of needed.entries()) {
    for (const item of items) if (!covered[row]?.has(item)) faults.push(`Row ${row} goes without item ${item}.`);
  }
  for (const [number, call] of calls.entries()) {
    const alone = (row: number, item: number) => covered[row]?.get(item) === 1;
    for (const row of call.rows) {
      if (!call.items.some((item) => alone(row, item))) faults.push(`Call ${number} has row ${row} for nothing.`);
    }
    for (const item of call.items) {
      if (!call.rows.some((row) => alone(row, item))) faults.push(`Call ${number} has item ${item} for nothing.`);
    }
  }
  return faults;
}

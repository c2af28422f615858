import type { Rectangle } from "./cover-problem.ts";
import type { NumberedRow } from "./row-groups.ts";
import { split } from "../batching/batches.ts";

/**
 * A row with an item that suits no other row needs a call of its own, which then may as well carry all that the row
 * needs. Takes out the rows of which such calls leave nothing.
 */
export function ownCalls(
  rows: readonly NumberedRow[],
  itemLimit: number,
): { readonly calls: readonly Rectangle[]; readonly rest: readonly NumberedRow[] } {
  const rowsWith = new Map<number, number>();
  for (const { needed, alreadyCovered } of rows) {
    for (const item of needed) rowsWith.set(item, (rowsWith.get(item) ?? 0) + 1);
    for (const item of alreadyCovered) rowsWith.set(item, (rowsWith.get(item) ?? 0) + 1);
  }
  const calls: Rectangle[] = [];
  const rest = rows.filter(({ row, needed }) => {
    const own = needed.filter((item) => rowsWith.get(item) === 1).length;
    const chunks = split(needed, itemLimit);
    if (Math.ceil(own / itemLimit) < chunks.length) return true;
    for (const items of chunks) calls.push({ rows: [row], items });
    return false;
  });
  return { calls, rest };
}

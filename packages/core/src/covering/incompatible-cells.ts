import { itemAt } from "../batching/batches.ts";
import { numberItems } from "./number-items.ts";
import type { RowGroup } from "./row-groups.ts";

/** With more cells, comparing all pairs takes longer than the calls it might save. */
const MOST_CELLS = 1_000;

/**
 * So many cells that no call may cover two of them, so that no cover has fewer calls. Found one by one, those with the
 * fewest compatible cells first, so that there may be a larger set. 0 if there are too many cells to compare.
 */
export function incompatibleCells(groups: readonly RowGroup[]): number {
  const { dense, items } = numberItems(groups);
  const cells = dense.flatMap((group, row) => group.items.slice(0, group.needs).map((item) => ({ row, item })));
  if (cells.length > MOST_CELLS) return 0;
  const allowed = new Uint8Array(dense.length * items.length);
  for (const [row, group] of dense.entries()) for (const item of group.items) allowed[row * items.length + item] = 1;
  const compatible = (one: Cell, other: Cell) =>
    allowed[one.row * items.length + other.item] === 1 && allowed[other.row * items.length + one.item] === 1;
  const counts = cells.map((cell) => cells.reduce((count, other) => count + (compatible(cell, other) ? 1 : 0), 0));
  const chosen: Cell[] = [];
  for (const at of [...cells.keys()].toSorted((left, right) => itemAt(counts, left) - itemAt(counts, right))) {
    const cell = itemAt(cells, at);
    if (!chosen.some((other) => compatible(cell, other))) chosen.push(cell);
  }
  return chosen.length;
}

interface Cell {
  readonly row: number;
  readonly item: number;
}

import type { InventoryRow } from "../inventory/inventory-row.ts";
import { editTarget } from "./edit-target.ts";
import type { TagChange } from "./resource-edit.ts";

/** What a pasted block of cells changes, and what of it has no place. */
export interface PastedChanges {
  readonly changes: readonly TagChange[];
  /** Cells to the right of the last column, below the last row, or of resources whose tags are not known. */
  readonly left: number;
}

/**
 * The changes of a block that is pasted with its first cell at `at`; `keys` has undefined for columns without tags. Empty
 * cells change nothing.
 */
export function pastedChanges(
  block: readonly (readonly string[])[],
  rows: readonly InventoryRow[],
  keys: readonly (string | undefined)[],
  at: { readonly row: number; readonly column: number },
): PastedChanges {
  const changes: TagChange[] = [];
  let left = 0;
  for (const [down, cells] of block.entries()) {
    const row = rows[at.row + down];
    const target = row && editTarget(row);
    for (const [right, value] of cells.entries()) {
      if (value === "") continue;
      const key = keys[at.column + right];
      if (target === undefined || key === undefined) left += 1;
      else changes.push({ target, key, value });
    }
  }
  return { changes, left };
}

import type { CoverRow } from "./cover-problem.ts";

/** Rows that need the same and have the same already: whatever call suits one of them suits all. */
export interface RowGroup {
  readonly rows: readonly number[];
  /** What they may be given, what they need first. */
  readonly items: readonly number[];
  /** How many of the items, from the first on, they need. */
  readonly needs: number;
}

export interface NumberedRow extends CoverRow {
  readonly row: number;
}

/** Groups in the order of their first rows; rows that need nothing are in none. Items have to be in the same order. */
export function groupRows(rows: Iterable<NumberedRow>): readonly RowGroup[] {
  const groups = new Map<
    string,
    { readonly rows: number[]; readonly items: readonly number[]; readonly needs: number }
  >();
  for (const { row, needed, alreadyCovered } of rows) {
    if (needed.length === 0) continue;
    const name = `${needed.join()};${alreadyCovered.join()}`;
    const group = groups.get(name);
    if (group === undefined)
      groups.set(name, { rows: [row], items: [...needed, ...alreadyCovered], needs: needed.length });
    else group.rows.push(row);
  }
  return [...groups.values()];
}

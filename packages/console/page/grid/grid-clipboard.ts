import type { ClipboardEvent } from "react";
import { editStore } from "../edit/use-edits.ts";
import { parsePasted } from "../edit/parse-pasted.ts";
import { pastedChanges } from "../edit/pasted-changes.ts";
import type { InventoryRow } from "../inventory/inventory-row.ts";
import { announce } from "../parts/announcements.tsx";
import { formatCount } from "../parts/format.ts";
import type { GridColumn } from "./grid-columns.ts";
import type { GridCursor } from "./grid-cursor.ts";

/** Where something is copied from or pasted to. */
export interface ClipboardPlace {
  readonly rows: readonly InventoryRow[];
  readonly columns: readonly GridColumn[];
  readonly cursor: GridCursor;
}

/** Pastes cells of a spreadsheet as changes, from the cell with the keyboard on. */
export function pasteCells(event: ClipboardEvent, { rows, columns, cursor }: ClipboardPlace): void {
  if (cursor.row < 0) return;
  event.preventDefault();
  const block = parsePasted(event.clipboardData.getData("text/plain"));
  const keys = columns.map((column) => (column.type === "tag" ? column.key : undefined));
  const { changes, left } = pastedChanges(block, rows, keys, cursor);
  editStore.change(changes);
  announce(
    `Pasted ${formatCount(changes.length, "value")}.${left > 0 ? ` ${formatCount(left, "cell")} had no place.` : ""}`,
  );
}

/** Copies the value of a tag, or else the reference of the resource. A text that is marked is copied as always. */
export function copyCell(event: ClipboardEvent, { rows, columns, cursor }: ClipboardPlace): void {
  const row = rows[cursor.row];
  const column = columns[cursor.column];
  if (row === undefined || getSelection()?.isCollapsed === false) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", column?.type === "tag" ? (row.tags?.get(column.key) ?? "") : row.reference);
  announce("Copied");
}

import type { KeyboardEvent } from "react";
import type { InventoryRow } from "../inventory/inventory-row.ts";
import type { GridColumn } from "./grid-columns.ts";
import { movedCursor, type GridCursor, type GridSize } from "./grid-cursor.ts";
import type { GridEditing } from "./use-grid-editing.ts";

/** What keys in the grid act on. */
export interface GridKeysOptions {
  readonly cursor: GridCursor;
  readonly size: GridSize;
  readonly row: InventoryRow | undefined;
  readonly column: GridColumn | undefined;
  readonly moveTo: (cursor: GridCursor) => void;
  readonly editing: GridEditing;
  readonly onSelect: (row: InventoryRow) => void;
  readonly onSelectAll: () => void;
}

/** Handles keys in the grid, besides those in the field of a cell. */
export function gridKeys(options: GridKeysOptions): (event: KeyboardEvent) => void {
  return (event) => {
    const moved = movedCursor(options.cursor, event, options.size);
    if (moved !== undefined) {
      event.preventDefault();
      options.moveTo(moved);
    } else if (actsOnRow(event, options)) event.preventDefault();
  };
}

/** Whether the key means something here. Keys on a heading or a check box keep their own meaning. */
function actsOnRow(event: KeyboardEvent, { row, column, editing, onSelect, onSelectAll }: GridKeysOptions): boolean {
  const { key } = event;
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && key === "a") {
    onSelectAll();
    return true;
  }
  if (row === undefined || isCommand || event.altKey || event.target instanceof HTMLInputElement) return false;
  if (key === " ") {
    onSelect(row);
    return true;
  }
  return column?.type === "tag" && editsCell(key, row, column.key, editing);
}

function editsCell(key: string, row: InventoryRow, tagKey: string, editing: GridEditing): boolean {
  if (key === "Enter" || key === "F2") editing.begin(row, tagKey);
  else if (key === "Delete" || key === "Backspace") editing.remove(row, tagKey);
  // A character replaces the value, as in a spreadsheet.
  else if (/^.$/u.test(key)) editing.begin(row, tagKey, key);
  else return false;
  return true;
}

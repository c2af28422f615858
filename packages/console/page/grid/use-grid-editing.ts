import { useState } from "react";
import { editStore } from "../edit/use-edits.ts";
import { editedValue, type ResourceEdit } from "../edit/resource-edit.ts";
import type { InventoryRow } from "../inventory/inventory-row.ts";
import { editTarget } from "../edit/edit-target.ts";

/** The text that is being typed into a cell. */
export interface CellDraft {
  readonly reference: string;
  readonly key: string;
  readonly text: string;
}

/** Typing into cells. */
export interface GridEditing {
  readonly draft: CellDraft | undefined;
  /** Begins with a text; without one, with the value of the cell. */
  readonly begin: (row: InventoryRow, key: string, text?: string) => void;
  readonly type: (text: string) => void;
  /** Keeps the text as a change; undefined: does not. */
  readonly end: (row: InventoryRow, text: string | undefined) => void;
  readonly remove: (row: InventoryRow, key: string) => void;
}

/** The value that a text in a cell means: nothing removes the tag, and two quotes are an empty value. */
export function valueOfText(text: string): string | undefined {
  if (text === "") return undefined;
  return text === '""' ? "" : text;
}

/** The text that a value has in a cell. */
function textOfValue(value: string | undefined): string {
  return value === "" ? '""' : (value ?? "");
}

/** Keeps what is typed into a cell until it becomes a change. */
export function useGridEditing(edits: ReadonlyMap<string, ResourceEdit>): GridEditing {
  const [draft, setDraft] = useState<CellDraft>();
  const change = (row: InventoryRow, key: string, value: string | undefined) => {
    const target = editTarget(row);
    if (target === undefined || value === editedValue(edits.get(row.reference), target.before, key)) return;
    editStore.change([{ target, key, value }]);
  };
  return {
    draft,
    begin: (row, key, text) => {
      if (row.tags === undefined) return;
      setDraft({
        reference: row.reference,
        key,
        text: text ?? textOfValue(editedValue(edits.get(row.reference), row.tags, key)),
      });
    },
    type: (text) => setDraft((current) => current && { ...current, text }),
    end: (row, text) => {
      if (draft !== undefined && text !== undefined) change(row, draft.key, valueOfText(text));
      setDraft(undefined);
    },
    remove: (row, key) => change(row, key, undefined),
  };
}

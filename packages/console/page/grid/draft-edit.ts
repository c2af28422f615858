import { editTarget } from "../edit/edit-target.ts";
import { withChange, type ResourceEdit } from "../edit/resource-edit.ts";
import type { InventoryRow } from "../inventory/inventory-row.ts";
import { valueOfText, type CellDraft } from "./use-grid-editing.ts";

/** The edit of a resource as it would be if the text that is being typed were kept; undefined if nothing is being typed. */
export function draftEdit(
  row: InventoryRow | undefined,
  edits: ReadonlyMap<string, ResourceEdit>,
  draft: CellDraft | undefined,
): ResourceEdit | undefined {
  const target = row && editTarget(row);
  if (target === undefined || draft === undefined || draft.reference !== target.reference) return undefined;
  return withChange(edits, { target, key: draft.key, value: valueOfText(draft.text) });
}

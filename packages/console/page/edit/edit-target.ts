import { shownName, type InventoryRow } from "../inventory/inventory-row.ts";
import type { EditTarget } from "./resource-edit.ts";

/** The row as the target of a change; undefined if its tags are not known. */
export function editTarget(row: InventoryRow): EditTarget | undefined {
  const { reference, provider, kind, tags } = row;
  return tags === undefined ? undefined : { reference, provider, kind, name: shownName(row), before: tags };
}

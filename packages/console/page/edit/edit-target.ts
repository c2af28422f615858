import { shownName, type InventoryRow } from "../inventory/inventory-row.ts";
import type { EditTarget } from "./resource-edit.ts";

/** The row as the target of a change; undefined if its tags are not known. */
export function editTarget(row: InventoryRow): EditTarget | undefined {
  const { reference, provider, kind, account, region, tags } = row;
  return tags === undefined
    ? undefined
    : { reference, provider, kind, account, region, name: shownName(row), before: tags };
}

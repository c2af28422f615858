import type { InventoryRow } from "../inventory/inventory-row.ts";
import type { ResourceEdit } from "../edit/resource-edit.ts";

/** The value of a tag, that it is not set, or how it was changed. */
export function TagCellText({
  row,
  tagKey,
  edit,
}: {
  readonly row: InventoryRow;
  readonly tagKey: string;
  readonly edit: ResourceEdit | undefined;
}) {
  if (row.tags === undefined) return <span className="not-set">not read</span>;
  const current = row.tags.get(tagKey);
  if (!edit?.changes.has(tagKey)) return <TagValue value={current} />;
  const changed = edit.changes.get(tagKey);
  return changed === undefined ? (
    <>
      <span className="visually-hidden">to be removed: </span>
      <s>{shownValue(current)}</s>
    </>
  ) : (
    <>
      <span className="visually-hidden">changed: </span>
      <strong>{shownValue(changed)}</strong>
    </>
  );
}

/** A value, or that there is none. */
export function TagValue({ value }: { readonly value: string | undefined }) {
  return value === undefined ? <span className="not-set">not set</span> : shownValue(value);
}

/** An empty value, and blanks at an end, can be seen. */
function shownValue(value: string | undefined): string {
  return value === undefined || value.trim() !== value || value === "" ? JSON.stringify(value ?? "") : value;
}

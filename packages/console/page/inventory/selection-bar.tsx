import { useMemo, useState } from "react";
import { BulkDialog, type BulkAction } from "../edit/bulk-dialog.tsx";
import type { RulesOf } from "../edit/judge-edit.ts";
import type { ResourceEdit } from "../edit/resource-edit.ts";
import { formatCount } from "../parts/format.ts";
import type { InventoryRow } from "./inventory-row.ts";

/** What can be done with all selected resources at once. */
export function SelectionBar({
  rows,
  selection,
  keys,
  edits,
  rulesOf,
  onClear,
}: {
  readonly rows: readonly InventoryRow[];
  readonly selection: ReadonlySet<string>;
  readonly keys: ReadonlyMap<string, number>;
  readonly edits: ReadonlyMap<string, ResourceEdit>;
  readonly rulesOf: RulesOf;
  readonly onClear: () => void;
}) {
  const [action, setAction] = useState<BulkAction>();
  const selected = useMemo(() => rows.filter(({ reference }) => selection.has(reference)), [rows, selection]);
  const isEmpty = selected.length === 0;
  const begin = (next: BulkAction) => () => {
    if (!isEmpty) setAction(next);
  };
  return (
    <div className={isEmpty ? "row selection empty-selection" : "row selection"}>
      <p>
        {isEmpty ? "Select resources to change them together." : `${formatCount(selected.length, "resource")} selected`}
      </p>
      <div className="row actions">
        <button type="button" aria-disabled={isEmpty} onClick={begin("set")}>
          Set a tag
        </button>
        <button type="button" aria-disabled={isEmpty} onClick={begin("remove")}>
          Remove a tag
        </button>
        <button type="button" className="quiet" aria-disabled={isEmpty} onClick={onClear}>
          Select none
        </button>
      </div>
      {action !== undefined && (
        <BulkDialog
          action={action}
          rows={selected}
          keys={keys}
          edits={edits}
          rulesOf={rulesOf}
          onClose={() => setAction(undefined)}
        />
      )}
    </div>
  );
}

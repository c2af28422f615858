import { useState } from "react";
import { formatCount, formatNumber } from "../parts/format.ts";
import { ColumnsDialog } from "./columns-dialog.tsx";
import { inventoryCsv } from "./inventory-csv.ts";
import type { InventoryRow } from "./inventory-row.ts";
import type { Inventory } from "./inventory-store.ts";
import type { InventoryView } from "./inventory-view.ts";
import { KeyboardDialog } from "./keyboard-dialog.tsx";
import { saveFile } from "./save-file.ts";
import { readInventoryAgain } from "./use-inventory.ts";

/** How many resources are shown, and what can be done with all of them. */
export function InventoryHead({
  inventory,
  rows,
  keys,
  view,
  onView,
}: {
  readonly inventory: Inventory;
  readonly rows: readonly InventoryRow[];
  readonly keys: readonly string[];
  readonly view: InventoryView;
  readonly onView: (change: Partial<InventoryView>) => void;
}) {
  const [dialog, setDialog] = useState<"columns" | "keyboard">();
  const isReading = inventory.state === "reading";
  const all = inventory.rows.length;
  return (
    <div className="row inventory-head">
      <h1>Inventory</h1>
      <p className="soft" aria-live={isReading ? "off" : "polite"}>
        {rows.length === all
          ? formatCount(all, "resource")
          : `${formatNumber(rows.length)} of ${formatCount(all, "resource")}`}
        {isReading && ", reading…"}
      </p>
      <div className="row actions">
        <button
          type="button"
          aria-disabled={isReading}
          onClick={() => !isReading && readInventoryAgain(view.described)}
        >
          Read again
        </button>
        <button type="button" onClick={() => setDialog("columns")}>
          Columns
        </button>
        <button
          type="button"
          onClick={() => saveFile("inventory.csv", "text/csv", inventoryCsv(rows, [...inventory.keys.keys()]))}
        >
          Save as CSV
        </button>
        <button type="button" onClick={() => setDialog("keyboard")}>
          Keyboard
        </button>
      </div>
      {dialog === "columns" && (
        <ColumnsDialog
          counts={inventory.keys}
          keys={keys}
          onColumns={(columns) => onView({ columns })}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === "keyboard" && <KeyboardDialog onClose={() => setDialog(undefined)} />}
    </div>
  );
}

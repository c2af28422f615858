import type { ResourceEdit } from "../edit/resource-edit.ts";
import type { Judge } from "../edit/use-judgements.ts";
import type { InventoryRow } from "../inventory/inventory-row.ts";
import type { CellEditing } from "./cell-editor.tsx";
import type { GridColumn } from "./grid-columns.ts";
import type { GridCursor } from "./grid-cursor.ts";
import { GridRow } from "./grid-row.tsx";
import type { RowWindow } from "./use-row-window.ts";

/** The rows that are seen, and a few around them. */
export function GridBody({
  rows,
  columns,
  titles,
  edits,
  selection,
  cursor,
  editing,
  judge,
  rowWindow: { virtualizer, head },
  onSelectRow,
}: {
  readonly rows: readonly InventoryRow[];
  readonly columns: readonly GridColumn[];
  readonly titles: ReadonlyMap<string, string>;
  readonly edits: ReadonlyMap<string, ResourceEdit>;
  readonly selection: ReadonlySet<string>;
  readonly cursor: GridCursor;
  /** Of the cell of the cursor. */
  readonly editing: CellEditing | undefined;
  readonly judge: Judge;
  readonly rowWindow: RowWindow;
  readonly onSelectRow: (row: InventoryRow) => void;
}) {
  return (
    <div role="rowgroup" className="grid-body" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, start }) => {
        const row = rows[index];
        if (row === undefined) return null;
        const edit = edits.get(row.reference);
        const isCursor = index === cursor.row;
        return (
          <GridRow
            key={row.reference}
            index={index}
            top={start - head}
            row={row}
            columns={columns}
            titles={titles}
            edit={edit}
            violations={judge(edit)}
            isSelected={selection.has(row.reference)}
            cursorColumn={isCursor ? cursor.column : undefined}
            editing={isCursor ? editing : undefined}
            onSelect={onSelectRow}
          />
        );
      })}
    </div>
  );
}

import { memo } from "react";
import type { Violation } from "@crosstag/core";
import { shownName, type InventoryRow } from "../inventory/inventory-row.ts";
import type { ResourceEdit } from "../edit/resource-edit.ts";
import { CellEditor, type CellEditing } from "./cell-editor.tsx";
import type { GridColumn } from "./grid-columns.ts";
import { cellMark } from "./grid-cursor.ts";
import { TagCellText } from "./tag-cell.tsx";

/** What a row shows. Everything stays the same object until it changes, so that other rows are not drawn again. */
export interface GridRowProps {
  readonly index: number;
  readonly top: number;
  readonly row: InventoryRow;
  readonly columns: readonly GridColumn[];
  readonly titles: ReadonlyMap<string, string>;
  readonly edit: ResourceEdit | undefined;
  readonly violations: readonly Violation[];
  readonly isSelected: boolean;
  /** The column that the keyboard is in, if it is in this row. */
  readonly cursorColumn: number | undefined;
  /** The cell that is being edited, if it is in this row. */
  readonly editing: CellEditing | undefined;
  readonly onSelect: (row: InventoryRow) => void;
}

/** One resource. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { index, top, row, columns, isSelected, cursorColumn } = props;
  return (
    <div
      role="row"
      className={isSelected ? "grid-row selected" : "grid-row"}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      style={{ transform: `translateY(${top}px)` }}
    >
      {columns.map((column, at) => {
        const cell = {
          "data-cell": cellMark({ row: index, column: at }),
          "aria-colindex": at + 1,
          tabIndex: cursorColumn === at ? 0 : -1,
        };
        if (column.type === "select")
          return (
            <div role="gridcell" key="select" className="grid-cell select" aria-colindex={at + 1}>
              <input
                type="checkbox"
                data-cell={cell["data-cell"]}
                tabIndex={cell.tabIndex}
                checked={isSelected}
                aria-label={`Select ${shownName(row)}`}
                onChange={() => props.onSelect(row)}
              />
            </div>
          );
        if (column.type === "tag")
          return <TagCell key={`tag ${column.key}`} cell={cell} tagKey={column.key} {...props} />;
        return (
          <div
            role={column.type === "name" ? "rowheader" : "gridcell"}
            key={column.type}
            className={`grid-cell ${column.type}`}
            {...cell}
          >
            <FactCell type={column.type} row={row} titles={props.titles} />
          </div>
        );
      })}
    </div>
  );
});

function FactCell({
  type,
  row,
  titles,
}: {
  readonly type: "name" | "place" | "kind";
  readonly row: InventoryRow;
  readonly titles: ReadonlyMap<string, string>;
}) {
  const { id, aliases, details, provider, region, account, kind, reference, problem } = row;
  if (type === "place")
    return (
      <TwoLines
        first={titles.get(`cloud of ${provider} ${kind}`) ?? provider}
        second={[region, account].filter(Boolean).join(" · ")}
      />
    );
  if (type === "kind")
    return <TwoLines first={titles.get(`${provider} ${kind}`) ?? kind} second={details?.state ?? ""} />;
  const about = details?.description === "" ? undefined : details?.description;
  const second = problem ?? about ?? (aliases.length > 0 ? id : "");
  return <TwoLines first={aliases.length > 0 ? aliases.join(", ") : id} second={second} title={reference} />;
}

function TwoLines({
  first,
  second,
  title,
}: {
  readonly first: string;
  readonly second: string;
  readonly title?: string | undefined;
}) {
  return (
    <span className="two-lines" title={title}>
      <span className="first">{first}</span>
      {second !== "" && <span className="second">{second}</span>}
    </span>
  );
}

function TagCell({
  cell,
  tagKey,
  row,
  edit,
  editing,
  violations,
}: GridRowProps & {
  readonly cell: Readonly<{ "data-cell": string; "aria-colindex": number; tabIndex: number }>;
  readonly tagKey: string;
}) {
  const isChanged = edit?.changes.has(tagKey) === true;
  const isRefused =
    isChanged && violations.some(({ key, severity }) => severity === "error" && (key ?? tagKey) === tagKey);
  const state = isRefused ? "refused" : isChanged ? "changed" : "";
  return (
    <div role="gridcell" className={`grid-cell tag ${state}`} {...cell}>
      {editing?.key === tagKey ? (
        <CellEditor editing={editing} name={shownName(row)} />
      ) : (
        <span className="one-line">
          <TagCellText row={row} tagKey={tagKey} edit={edit} />
          {isRefused && <span className="visually-hidden"> (refused by the cloud)</span>}
        </span>
      )}
    </div>
  );
}

import { useId, useMemo, useRef, type ReactNode } from "react";
import { announce } from "../parts/announcements.tsx";
import { useMediaQuery } from "../parts/use-media-query.ts";
import type { ResourceEdit } from "../edit/resource-edit.ts";
import type { Judge } from "../edit/use-judgements.ts";
import type { InventoryRow } from "../inventory/inventory-row.ts";
import type { AfterEdit, CellEditing } from "./cell-editor.tsx";
import { CellDetail } from "./cell-detail.tsx";
import { draftEdit } from "./draft-edit.ts";
import { copyCell, pasteCells } from "./grid-clipboard.ts";
import { gridColumns, gridTemplate, gridWidth } from "./grid-columns.ts";
import { cursorAt } from "./grid-cursor.ts";
import { GridBody } from "./grid-body.tsx";
import { GridHead } from "./grid-head.tsx";
import { gridKeys } from "./grid-keys.ts";
import { useGridCursor, type GridPosition } from "./use-grid-cursor.ts";
import { useGridEditing } from "./use-grid-editing.ts";

/** As in the style sheet. */
const NARROW = "(max-width: 48rem)";

/** What the grid shows. */
export interface TagGridProps {
  readonly rows: readonly InventoryRow[];
  /** Tag keys with a column. */
  readonly keys: readonly string[];
  /** Resources by tag key. */
  readonly counts: ReadonlyMap<string, number>;
  /** Names of clouds by provider, and of kinds by provider and kind. */
  readonly titles: ReadonlyMap<string, string>;
  readonly judge: Judge;
  readonly edits: ReadonlyMap<string, ResourceEdit>;
  readonly selection: ReadonlySet<string>;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly onSelect: (references: readonly string[], selected: boolean) => void;
  /** In the place of the grid if there are no rows. */
  readonly empty: ReactNode;
  /** Beside the details of the cell, always seen, with or without rows. */
  readonly children: ReactNode;
}

/** Resources as rows and tag keys as columns, to look at and to edit. Draws what is seen only. */
export function TagGrid(props: TagGridProps) {
  const { rows, keys, judge, selection, onSelect } = props;
  const detail = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useMediaQuery(NARROW);
  const columns = useMemo(() => gridColumns(keys, isNarrow), [keys, isNarrow]);
  const position = useGridCursor(scroller, rows.length, columns.length);
  const { cursor, rowWindow } = position;
  const cursorRow = rows[cursor.row];
  const cell = useCursorCell(props, position, detail);
  const selected = useMemo(() => rows.filter(({ reference }) => selection.has(reference)).length, [rows, selection]);
  const onSelectRow = useMemo(
    () => (row: InventoryRow) => onSelect([row.reference], !selection.has(row.reference)),
    [onSelect, selection],
  );
  const selectAll = (isSelected: boolean) =>
    onSelect(
      rows.map(({ reference }) => reference),
      isSelected,
    );
  const column = columns[cursor.column];
  const place = { rows, columns, cursor };
  const { draft } = cell.editing;

  return (
    <>
      {rows.length === 0 ? (
        props.empty
      ) : (
        <div
          ref={scroller}
          role="grid"
          aria-label="Resources and their tags"
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length}
          aria-multiselectable="true"
          className="tag-grid"
          tabIndex={-1}
          onKeyDown={gridKeys({
            ...position,
            row: cursorRow,
            column,
            editing: cell.editing,
            onSelect: onSelectRow,
            onSelectAll: () => selectAll(true),
          })}
          onPaste={(event) => draft === undefined && pasteCells(event, place)}
          onCopy={(event) => draft === undefined && copyCell(event, place)}
          onFocus={({ target }) => {
            const at = cursorAt(target);
            if (at !== undefined && draft === undefined) position.setCursor(at);
          }}
          onDoubleClick={() => {
            if (cursorRow !== undefined && column?.type === "tag") cell.editing.begin(cursorRow, column.key);
          }}
          style={{ "--columns": gridTemplate(columns), "--width": gridWidth(columns) }}
        >
          <GridHead
            columns={columns}
            counts={props.counts}
            cursor={cursor}
            sort={props.sort}
            selection={selected === 0 ? "none" : selected === rows.length ? "all" : "some"}
            onSort={props.onSort}
            onSelectAll={() => selectAll(selected < rows.length)}
          />
          <GridBody {...{ ...place, ...props, rowWindow, onSelectRow }} editing={cell.field} />
        </div>
      )}
      <footer className="grid-foot">
        <CellDetail id={detail} row={cursorRow} column={column} edit={cell.edit} violations={judge(cell.edit)} />
        {props.children}
      </footer>
    </>
  );
}

/** The cell with the keyboard: its edit with what is being typed, and the field. */
function useCursorCell({ rows, edits, judge }: TagGridProps, { cursor, moveTo }: GridPosition, describedBy: string) {
  const editing = useGridEditing(edits);
  const row = rows[cursor.row];
  const { draft } = editing;
  const drafted = draftEdit(row, edits, draft);
  const refusal = judge(drafted).find(
    ({ key, severity }) => severity === "error" && (key ?? draft?.key) === draft?.key,
  );
  const onEnd = (text: string | undefined, after: AfterEdit) => {
    if (row === undefined) return;
    if (text !== undefined && refusal !== undefined) announce(refusal.message);
    editing.end(row, text);
    const { row: at, column } = cursor;
    if (after === "down") moveTo({ row: at + 1, column });
    else if (after === "right") moveTo({ row: at, column: column + 1 });
    else if (after === "left") moveTo({ row: at, column: column - 1 });
    else if (after === "stay") moveTo(cursor);
  };
  const field: CellEditing | undefined =
    draft !== undefined && draft.reference === row?.reference
      ? { key: draft.key, text: draft.text, isRefused: refusal !== undefined, describedBy, onType: editing.type, onEnd }
      : undefined;
  return { editing, field, edit: drafted ?? (row && edits.get(row.reference)) };
}

import { formatNumber } from "../parts/format.ts";
import { sortOf, type GridColumn } from "./grid-columns.ts";
import { cellMark, type GridCursor } from "./grid-cursor.ts";

/** The headings: each sorts by its column, and the first one selects all rows. */
export function GridHead({
  columns,
  counts,
  cursor,
  sort,
  selection,
  onSort,
  onSelectAll,
}: {
  readonly columns: readonly GridColumn[];
  readonly counts: ReadonlyMap<string, number>;
  readonly cursor: GridCursor;
  readonly sort: string;
  readonly selection: "none" | "some" | "all";
  readonly onSort: (sort: string) => void;
  readonly onSelectAll: () => void;
}) {
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" className="grid-row" aria-rowindex={1}>
        {columns.map((column, at) => {
          const focusable = {
            "data-cell": cellMark({ row: -1, column: at }),
            tabIndex: cursor.row === -1 && cursor.column === at ? 0 : -1,
          };
          if (column.type === "select")
            return (
              <div role="columnheader" key="select" className="grid-cell select" aria-colindex={at + 1}>
                <input
                  type="checkbox"
                  {...focusable}
                  aria-label="Select all resources of this view"
                  checked={selection === "all"}
                  ref={(input) => {
                    if (input !== null) input.indeterminate = selection === "some";
                  }}
                  onChange={onSelectAll}
                />
              </div>
            );
          const by = sortOf(column) ?? "";
          const direction = sort === by ? "ascending" : sort === `-${by}` ? "descending" : "none";
          return (
            <div
              role="columnheader"
              key={by}
              className={`grid-cell ${column.type}`}
              aria-colindex={at + 1}
              aria-sort={direction}
            >
              <button
                type="button"
                className="quiet heading"
                {...focusable}
                title={column.type === "tag" ? column.key : undefined}
                onClick={() => onSort(direction === "ascending" ? `-${by}` : direction === "none" ? by : "")}
              >
                <span className="one-line">{column.type === "tag" ? column.key : column.title}</span>
                {column.type === "tag" && (
                  <span className="soft count">
                    {formatNumber(counts.get(column.key) ?? 0)}
                    <span className="visually-hidden"> resources have it</span>
                  </span>
                )}
                <span aria-hidden="true" className="direction">
                  {{ ascending: "▲", descending: "▼", none: "" }[direction]}
                </span>
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}

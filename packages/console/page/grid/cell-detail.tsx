import type { Violation } from "@crosstag/core";
import { shownName, type InventoryRow } from "../inventory/inventory-row.ts";
import type { ResourceEdit } from "../edit/resource-edit.ts";
import type { GridColumn } from "./grid-columns.ts";
import { TagValue } from "./tag-cell.tsx";
import { announce } from "../parts/announcements.tsx";

/** What the cell under the keyboard has in full, and what its cloud says about a change. Its height stays the same. */
export function CellDetail({
  id,
  row,
  column,
  edit,
  violations,
}: {
  readonly id: string;
  readonly row: InventoryRow | undefined;
  readonly column: GridColumn | undefined;
  readonly edit: ResourceEdit | undefined;
  readonly violations: readonly Violation[];
}) {
  if (row === undefined) return <div className="cell-detail" id={id} />;
  const key = column?.type === "tag" ? column.key : undefined;
  const own = key === undefined ? violations : violations.filter((violation) => (violation.key ?? key) === key);
  return (
    <div className="cell-detail" id={id}>
      {key !== undefined && (
        <p>
          <strong>{key}</strong>: {row.tags === undefined ? row.problem : <TagValue value={row.tags.get(key)} />}
          {edit?.changes.has(key) === true && (
            <>
              {" → "}
              {edit.changes.get(key) === undefined ? "removed" : <TagValue value={edit.changes.get(key)} />}
            </>
          )}
        </p>
      )}
      {own.map(({ message, fix, severity, rule, source }) => (
        <p key={`${rule} ${message}`} className={severity === "error" ? "bad" : "warn"}>
          <strong>{severity === "error" ? "Refused" : "Warning"}:</strong> {message} {fix}{" "}
          {source?.startsWith("https://") === true && (
            <a href={source} target="_blank" rel="noreferrer">
              Rule
            </a>
          )}
        </p>
      ))}
      <p className="reference-line">
        <code className="reference">{row.reference}</code>
        <button
          type="button"
          className="quiet small"
          onClick={() => {
            void navigator.clipboard.writeText(row.reference).then(() => announce(`Copied ${shownName(row)}`));
          }}
        >
          Copy<span className="visually-hidden"> the reference</span>
        </button>
      </p>
    </div>
  );
}

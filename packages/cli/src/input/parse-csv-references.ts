import { REFERENCE_COLUMNS, type CsvHeader } from "@crosstag/config/tables";
import { UsageError } from "../usage-error.ts";
import { csvRows } from "./csv-rows.ts";
import type { ListedReference } from "./listed-reference.ts";
import { type PLACE_FIELDS, refuseUnusedPlace } from "./refuse-unused-place.ts";

const MOST_COLUMNS_TOLD = 20;

/** The cells of the column with references, in the order of the lines. Rows without anything in them are left out. */
export function parseCsvReferences(text: string, header: CsvHeader, name: string): readonly ListedReference[] {
  const references: ListedReference[] = [];
  let columns: readonly string[] | undefined;
  let column = 0;
  let places = placeColumns([]);
  for (const { cells, line } of csvRows(text, header, name)) {
    const where = () => `Line ${line} of ${JSON.stringify(name)}`;
    if (columns === undefined) {
      columns = cells;
      column = referenceColumn(cells, where());
      places = placeColumns(cells);
      continue;
    }
    if (cells.every((cell) => cell.trim() === "")) continue;
    if (cells.length !== columns.length) {
      throw new UsageError(
        `${where()} has ${cells.length} cells, but the header ${columns.length}. ${describeColumns(columns)}`,
        "Put cells with separators in quotes.",
      );
    }
    const reference = cells[column]?.trim() ?? "";
    if (reference === "")
      throw new UsageError(`${where()} has no ${JSON.stringify(columns[column])}. ${describeColumns(columns)}`);
    refuseUnusedPlace(reference, (field) => cells[places[field]], where);
    references.push({ reference, line });
  }
  return references;
}

/** Where the columns stand that say where a resource is; -1: there is none. */
function placeColumns(columns: readonly string[]): Record<(typeof PLACE_FIELDS)[number], number> {
  const names = columns.map((column) => column.trim().toLowerCase());
  return { provider: names.indexOf("provider"), account: names.indexOf("account"), region: names.indexOf("region") };
}

function referenceColumn(columns: readonly string[], where: string): number {
  const names = columns.map((column) => column.trim().toLowerCase());
  const wanted = REFERENCE_COLUMNS.find((candidate) => names.includes(candidate));
  if (wanted === undefined) {
    throw new UsageError(
      // Data would be repeated as columns, tag values among it.
      columns.some((column) => /^(?:arn|acs):|^[\da-f]{8}-[\da-f]{4}-/i.test(column.trim()))
        ? `${where} holds references already, but the first line of CSV names the columns.`
        : `${where} names no column with references. ${describeColumns(columns)}`,
      `Name it one of: ${REFERENCE_COLUMNS.join(", ")}, in upper or lower case.`,
    );
  }
  if (names.indexOf(wanted) !== names.lastIndexOf(wanted))
    throw new UsageError(`${where} has the column ${JSON.stringify(wanted)} twice. ${describeColumns(columns)}`);
  return names.indexOf(wanted);
}

function describeColumns(columns: readonly string[]): string {
  const told = columns.slice(0, MOST_COLUMNS_TOLD).map((column) => JSON.stringify(column));
  return `The columns are: ${told.join(", ")}${columns.length > told.length ? "…" : "."}`;
}

import { csvCell, unguardCell } from "@crosstag/core/internal";
import { isRead, type InventoryEntry } from "./inventory-entry.ts";
import { isKind } from "./parse-inventory-record.ts";

/** One row for each tag; a resource without tags has one row with an empty `tag_key`, which no tag has. */
export const INVENTORY_COLUMNS = ["provider", "kind", "reference", "alias", "tag_key", "tag_value", "error"] as const;

/** The CSV lines of one resource, each with its line feed. */
export function inventoryCsv(entry: InventoryEntry): string {
  const { provider, kind, reference, alias = "" } = entry;
  const row = (key: string, value: string, error: string) =>
    csvLine([provider, kind, reference, alias, key, value, error]);
  if (!isRead(entry)) return row("", "", entry.error);
  const rows = Object.entries(entry.tags).map(([key, value]) => row(key, value, ""));
  return rows.length === 0 ? row("", "", "") : rows.join("");
}

/** A line of CSV with its line feed. Cells that a spreadsheet would compute are guarded. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\n`;
}

/** A row of an inventory file: cells in the order of `INVENTORY_COLUMNS`, still guarded against formulas. */
export interface InventoryRow {
  /** The cells of the row, in the order of `INVENTORY_COLUMNS`. */
  readonly cells: readonly string[];
  /** The number of the line in the file, from 1. */
  readonly line: number;
}

/**
 * Groups rows by resource, in any order: a spreadsheet program may have sorted them.
 * @returns every problem with its line, as the end of a sentence
 */
export function readInventoryRows(rows: Iterable<InventoryRow>): {
  readonly entries: readonly InventoryEntry[];
  readonly problems: readonly { readonly line: number; readonly problem: string }[];
} {
  const entries = new Map<string, { readonly named: InventoryEntry; readonly tags: Map<string, string> }>();
  const problems: { line: number; problem: string }[] = [];
  for (const { cells, line } of rows) {
    const [provider = "", kind = "", reference = "", alias = "", key = "", value = "", error = ""] =
      cells.map(unguardCell);
    if (provider === "" || reference === "") problems.push({ line, problem: "has no provider or no reference." });
    else if (!isKind(kind)) problems.push({ line, problem: "has an unknown kind." });
    else {
      const name = JSON.stringify([provider, reference]);
      const common = { provider, kind, reference, ...(alias !== "" && { alias }) };
      const named = error === "" ? { ...common, tags: {} } : { ...common, error };
      const entry = entries.get(name) ?? { named, tags: new Map<string, string>() };
      entries.set(name, entry);
      if (entry.tags.has(key)) problems.push({ line, problem: `has the tag ${JSON.stringify(key)} a second time.` });
      else if (key !== "") entry.tags.set(key, value);
      else if (value !== "") problems.push({ line, problem: "has a value without a tag key." });
    }
  }
  return {
    entries: [...entries.values()].map(({ named, tags }) =>
      isRead(named) ? { ...named, tags: Object.fromEntries(tags) } : named,
    ),
    problems,
  };
}

import { csvCell, isKindName, unguardCell } from "@crosstag/core/internal";
import { isRead, type InventoryEntry, type InventoryResource } from "./inventory-entry.ts";

/**
 * One row for each tag, with all aliases of its resource, separated by spaces; a resource without tags has one row with an empty
 * `tag_key`, which no tag has. Account and region are the last, so that programs that count columns find the others.
 */
export const INVENTORY_COLUMNS = [
  "provider",
  "kind",
  "reference",
  "alias",
  "tag_key",
  "tag_value",
  "error",
  "account",
  "region",
] as const;

/** Columns that a table without them is an inventory all the same. */
export const OPTIONAL_COLUMNS: ReadonlySet<string> = new Set(["alias", "error", "account", "region"]);

/** The CSV lines of one resource, each with its line feed. */
export function inventoryCsv(entry: InventoryEntry): string {
  const { provider, kind, reference, aliases = [], account = "", region = "" } = entry;
  const row = (key: string, value: string, error: string) =>
    csvLine([provider, kind, reference, aliases.join(" "), key, value, error, account, region]);
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
  const entries = new Map<string, RowGroup>();
  const problems: { line: number; problem: string }[] = [];
  for (const { cells, line } of rows) {
    const problem = addRow(cells.map(unguardCell), entries);
    if (problem !== undefined) problems.push({ line, problem });
  }
  return {
    entries: [...entries.values()].map(({ named, tags }) =>
      isRead(named) ? { ...named, tags: Object.fromEntries(tags) } : named,
    ),
    problems,
  };
}

/** The rows of one resource. */
interface RowGroup {
  readonly named: InventoryEntry;
  readonly tags: Map<string, string>;
}

/** Adds a row to its resource; gives what is wrong with it, as the end of a sentence. */
function addRow(cells: readonly string[], entries: Map<string, RowGroup>): string | undefined {
  // What the last columns say follows from the reference, and may be wrong in a table that was edited.
  const [provider = "", kind = "", reference = "", alias = "", key = "", value = "", error = ""] = cells;
  if (provider === "" || reference === "") return "has no provider or no reference.";
  if (!isKindName(kind)) return "has no kind, for example key.";
  const aliases = alias.split(/\s+/).filter((name) => name !== "");
  const { tags } = groupOf({ provider, kind, reference, ...(aliases.length > 0 && { aliases }) }, error, entries);
  if (tags.has(key)) return `has the tag ${JSON.stringify(key)} a second time.`;
  if (key !== "") tags.set(key, value);
  else if (value !== "") return "has a value without a tag key.";
  return undefined;
}

function groupOf(resource: InventoryResource, error: string, entries: Map<string, RowGroup>): RowGroup {
  const name = JSON.stringify([resource.provider, resource.reference]);
  let group = entries.get(name);
  if (group === undefined) {
    group = { named: error === "" ? { ...resource, tags: {} } : { ...resource, error }, tags: new Map() };
    entries.set(name, group);
  }
  return group;
}

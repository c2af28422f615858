import { CrosstagError } from "@crosstag/core";
import { jsonOf } from "@crosstag/core/internal";
import {
  INVENTORY_COLUMNS,
  OPTIONAL_COLUMNS,
  parseInventoryRecord,
  readInventoryRows,
  type InventoryEntry,
} from "@crosstag/migration";
import { readCsvHeader } from "@crosstag/config/tables";
import { csvRows } from "../input/csv-rows.ts";

/** Maximum number of problems in an error. */
const MOST_PROBLEMS = 20;

interface Problem {
  readonly line: number;
  readonly problem: string;
}

/**
 * An inventory as `crosstag export` writes it, JSON lines or CSV.
 * @throws CrosstagError `configuration` with the problems, each with its line; messages do not contain tag values
 */
export function parseInventory(given: string, name: string): readonly InventoryEntry[] {
  const text = given.replace(/^\uFEFF/, "");
  const { entries, problems } = text.trimStart().startsWith("{") ? parseLines(text) : parseTable(text, name);
  const seen = new Set<string>();
  const twice = entries.filter(({ reference }) => seen.size === seen.add(reference).size);
  const messages = [
    ...problems.map(({ line, problem }) => `${name}:${line}: This line ${problem}`),
    ...twice.map(({ reference }) => `${name}: ${reference} occurs twice.`),
  ];
  if (messages.length === 0) return entries;
  const shown = messages.slice(0, MOST_PROBLEMS);
  const more = messages.length > shown.length ? [`and ${messages.length - shown.length} more`] : [];
  throw new CrosstagError({
    code: "configuration",
    message: [...shown, ...more].join("\n"),
    hint: "To write an inventory: crosstag export --out inventory.jsonl",
  });
}

function parseLines(text: string): { readonly entries: InventoryEntry[]; readonly problems: Problem[] } {
  const entries: InventoryEntry[] = [];
  const problems: Problem[] = [];
  for (const [index, content] of text.split("\n").entries()) {
    if (content.trim() === "") continue;
    const parsed = parseInventoryRecord(jsonOf(content));
    if ("problem" in parsed) problems.push({ line: index + 1, problem: parsed.problem });
    else entries.push(parsed);
  }
  return { entries, problems };
}

function parseTable(text: string, name: string): ReturnType<typeof readInventoryRows> {
  const header = readCsvHeader(text, `${name}.csv`);
  if (header === undefined) return { entries: [], problems: [] };
  const rows = csvRows(text, header, name);
  const first = rows.next();
  const columns = first.done === true ? [] : first.value.cells.map((cell) => cell.trim().toLowerCase());
  const places = INVENTORY_COLUMNS.map((column) => columns.indexOf(column));
  const missing = INVENTORY_COLUMNS.filter((column) => !columns.includes(column) && !OPTIONAL_COLUMNS.has(column));
  if (missing.length > 0)
    return { entries: [], problems: [{ line: header.line, problem: `lacks the columns ${missing.join(", ")}.` }] };
  return readInventoryRows(inOrder(rows, places));
}

function* inOrder(
  rows: Iterable<{ readonly cells: readonly string[]; readonly line: number }>,
  places: readonly number[],
): Generator<{ readonly cells: readonly string[]; readonly line: number }> {
  for (const { cells, line } of rows) {
    if (cells.every((cell) => cell.trim() === "")) continue;
    yield { cells: places.map((place) => cells[place] ?? ""), line };
  }
}

import { unguardCell } from "@crosstag/core/internal";
import { problemsError } from "../documents/problems-error.ts";
import { readCsvHeader, REFERENCE_COLUMNS, type CsvHeader } from "./csv-header.ts";
import { CSV_FORM, parseCsv, type CsvRow } from "./parse-csv.ts";
import { findTagColumns, type LongColumns, type WideColumns } from "./tag-columns.ts";

/** The tags of resources in a table, as people keep them in a spreadsheet. */
export interface TagTable {
  /** `long`: a row for each tag, as `crosstag export` writes them. `wide`: a row for each resource, a column for each tag key. */
  readonly form: "long" | "wide";
  /** In the order of the table, each name once. */
  readonly resources: readonly TableResource[];
  /** Resources of an export that could not be read then: the table does not have their tags. */
  readonly unread: number;
  /**
   * Long: the columns that are not read although something is in them, as the header names them. Notes, or tags
   * that are written as in a wide table. Wide: none.
   */
  readonly ignored: readonly string[];
}

/** What a table says about one resource. */
export interface TableResource {
  /** The name of the resource, as the table has it. */
  readonly reference: string;
  /** The line of its first row, from 1. */
  readonly line: number;
  /** Long: the line of each tag key. Absent: all are on its only line. */
  readonly lines?: ReadonlyMap<string, number>;
  /** Tag keys with the values that they should have. */
  readonly set: Readonly<Record<string, string>>;
  /** Tag keys to remove. */
  readonly remove: readonly string[];
}

/** A cell that removes the tag. A value “-” is written as `'-`, as exports have it. */
const REMOVE = "-";

/** Whether a text is a table: CSV with a column of references. A file that ends in `.csv` or `.tsv` is taken for one. */
export function isTagTable(text: string, fileName: string): boolean {
  if (/\.[ct]sv$/i.test(fileName)) return true;
  const header = headerOf(text, fileName);
  if (header === undefined) return false;
  const end = text.indexOf("\n", header.offset);
  const columns = text.slice(header.offset, end < 0 ? text.length : end).split(header.separator);
  return columns.some((name) => REFERENCE_COLUMNS.includes(name.trim().replaceAll('"', "").toLowerCase()));
}

/**
 * Parses a table of resources with their tags. Long: columns `reference`, `tag_key` and `tag_value`. Wide: a column
 * `reference`, and a column for each tag key; an empty cell leaves the tag as it is. In both, `-` removes the tag, and an
 * apostrophe before a cell makes it a plain text: `'-` is the value “-”, `'` an empty one.
 * @param fileName the name of the file in messages
 * @throws CrosstagError `configuration` with every problem, each with its line; messages do not contain tag values
 */
export function parseTagTable(text: string, fileName: string): TagTable {
  const content = text.replace(/^\uFEFF/, "");
  const header = headerOf(content, fileName);
  if (header === undefined) throw refused(fileName, [{ line: 1, problem: "is not the header of a table" }]);
  const rows = parseCsv(content, header, (line, complaint) =>
    refused(fileName, [{ line, problem: `${complaint.replace(/\.$/, "")}. ${CSV_FORM.replace(/\.$/, "")}` }]),
  );
  const first = rows.next();
  const names = first.done === true ? [] : first.value.cells;
  const columns = findTagColumns(names);
  if ("problems" in columns)
    throw refused(
      fileName,
      columns.problems.map((problem) => ({ line: header.line, problem })),
    );
  const collected = new Rows(names.length);
  for (const row of rows) collected.add(row, columns);
  if (collected.problems.length > 0) throw refused(fileName, collected.problems);
  return {
    form: columns.form,
    resources: [...collected.resources.values()],
    unread: collected.unread.size,
    ignored: [...collected.ignored],
  };
}

interface RowProblem {
  readonly line: number;
  /** The end of a sentence that begins with the line, without the full stop. */
  readonly problem: string;
}

interface ResourceRows {
  readonly reference: string;
  readonly line: number;
  readonly lines?: Map<string, number>;
  readonly set: Record<string, string>;
  readonly remove: string[];
}

/** Resources and problems, row by row. */
class Rows {
  readonly resources = new Map<string, ResourceRows>();
  readonly unread = new Set<string>();
  readonly ignored = new Set<string>();
  readonly problems: RowProblem[] = [];
  readonly #width: number;

  constructor(width: number) {
    this.#width = width;
  }

  add({ cells, line }: CsvRow, columns: LongColumns | WideColumns): void {
    if (cells.every((cell) => cell.trim() === "")) return;
    const refuse = (problem: string) => void this.problems.push({ line, problem });
    if (cells.slice(this.#width).some((cell) => cell.trim() !== ""))
      return refuse(`has ${cells.length} cells, but the header ${this.#width}`);
    const reference = unguardCell(cells[columns.reference]?.trim() ?? "");
    if (reference === "") return refuse("has no reference");
    const isFilled = (column: number) => (cells[column] ?? "").trim() !== "";
    const stray = columns.unnamed.find(isFilled);
    if (stray !== undefined) return refuse(`has something in column ${stray + 1}, which the header does not name`);
    if (columns.form === "wide") return this.#addWide(reference, cells, { line, refuse, columns });
    for (const { column, name } of columns.others) if (isFilled(column)) this.ignored.add(name);
    return this.#addLong(reference, cells, { line, refuse, columns });
  }

  #addWide(
    reference: string,
    cells: readonly string[],
    { line, refuse, columns }: { line: number; refuse: (problem: string) => void; columns: WideColumns },
  ): void {
    const known = this.resources.get(reference);
    if (known !== undefined) return refuse(`names ${reference} again; line ${known.line} has it already`);
    const resource: ResourceRows = { reference, line, set: {}, remove: [] };
    for (const { column, key } of columns.tags) addCell(resource, key, cells[column] ?? "");
    this.resources.set(reference, resource);
  }

  #addLong(
    reference: string,
    cells: readonly string[],
    { line, refuse, columns }: { line: number; refuse: (problem: string) => void; columns: LongColumns },
  ): void {
    if ((cells[columns.error] ?? "").trim() !== "") {
      this.unread.add(reference);
      return;
    }
    const key = unguardCell(cells[columns.key] ?? "");
    const value = cells[columns.value] ?? "";
    if (key === "" && value !== "") return refuse("has a value without a tag key");
    // A row that was cut off would make the value empty.
    if (key !== "" && cells.length <= columns.value)
      return refuse("ends before the cell for tag_value. Write an apostrophe for an empty value");
    let resource = this.resources.get(reference);
    if (resource === undefined)
      this.resources.set(reference, (resource = { reference, line, lines: new Map(), set: {}, remove: [] }));
    if (key === "") return;
    const earlier = resource.lines?.get(key);
    if (earlier !== undefined)
      return refuse(
        `has the tag ${JSON.stringify(key)} of this resource a second time; line ${earlier} has it already`,
      );
    resource.lines?.set(key, line);
    if (value === "") setOwn(resource.set, key, "");
    else addCell(resource, key, value);
  }
}

function addCell(resource: ResourceRows, key: string, cell: string): void {
  if (cell === REMOVE) resource.remove.push(key);
  else if (cell !== "") setOwn(resource.set, key, unguardCell(cell));
}

/** A tag key may be `__proto__`. */
function setOwn(record: Record<string, string>, key: string, value: string): void {
  Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
}

function headerOf(text: string, fileName: string): CsvHeader | undefined {
  return readCsvHeader(text.replace(/^\uFEFF/, ""), fileName.replace(/\.tsv$/i, ".csv"));
}

function refused(fileName: string, problems: readonly RowProblem[]): Error {
  return problemsError(
    "The table",
    problems.map(({ line, problem }) => ({ offset: line, problem: `This line ${problem}.` })),
    (line) => `${fileName}:${line}`,
  );
}

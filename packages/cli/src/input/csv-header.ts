/** Where the header of a CSV text stands, and what it tells of the form. */
export interface CsvHeader {
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  readonly separator: string;
}

/** Columns that hold references, the best first. In lower case: exports differ in it. */
export const REFERENCE_COLUMNS: readonly string[] = [
  "reference",
  "arn",
  "resource",
  "resourcearn",
  "keyarn",
  "keyid",
  "id",
];

/**
 * The header of a text that is CSV. Undefined for other lists: no reference of any cloud holds a separator, so that a
 * first line with one is a header.
 */
export function readCsvHeader(text: string, name: string): CsvHeader | undefined {
  // Comments may stand above the header, and nowhere else: below it, `#` may begin any cell.
  const offset = firstContent(text);
  const first = firstRecord(text, offset);
  if (first.trim() === "" || first.trimStart().startsWith("{")) return undefined;
  const unquoted = first.trim().replaceAll(/"[^"]*"/g, "");
  const separator = [",", ";", "\t"].find((candidate) => unquoted.includes(candidate));
  const isCsv =
    separator !== undefined ||
    REFERENCE_COLUMNS.includes(first.trim().replaceAll('"', "").toLowerCase()) ||
    /\.csv$/i.test(name);
  if (!isCsv) return undefined;
  return { offset, line: text.slice(0, offset).split("\n").length, separator: separator ?? "," };
}

/** Where the first line begins that is neither empty nor a comment. */
function firstContent(text: string): number {
  let offset = 0;
  while (offset < text.length) {
    const end = text.indexOf("\n", offset);
    const line = text.slice(offset, end < 0 ? text.length : end).trim();
    if (line !== "" && !line.startsWith("#")) return offset;
    if (end < 0) return text.length;
    offset = end + 1;
  }
  return offset;
}

/** Up to the first line feed that is not in quotes. */
function firstRecord(text: string, offset: number): string {
  let quoted = false;
  for (let index = offset; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') quoted = !quoted;
    else if (character === "\n" && !quoted) return text.slice(offset, index);
  }
  return text.slice(offset);
}

import { referenceOfRow, referencesOfLine } from "./reference-like.ts";

/** The position of the header of a CSV text, and the separator that it uses. */
export interface CsvHeader {
  /** Where the header begins in the text, in UTF-16 units. */
  readonly offset: number;
  /** The line of the header, from 1. */
  readonly line: number;
  /** The character between cells. */
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
  const start = firstContent(text);
  // Excel names the separator in a line of its own.
  const named = /^\s*"?sep=([^\r\n])"?\s*(?:\n|$)/i.exec(text.slice(start, start + 32));
  const offset = named === null ? start : firstContent(text, start + named[0].length);
  const first = firstRecord(text, offset);
  if (first.trim() === "" || first.trimStart().startsWith("{")) return undefined;
  if (named === null && (referencesOfLine(first) ?? referenceOfRow(first)) !== undefined) return undefined;
  const unquoted = first.trim().replaceAll(/"[^"]*"/g, "");
  const separator = named?.[1] ?? [",", ";", "\t"].find((candidate) => unquoted.includes(candidate));
  const isCsv =
    separator !== undefined ||
    REFERENCE_COLUMNS.includes(first.trim().replaceAll('"', "").toLowerCase()) ||
    /\.csv$/i.test(name);
  if (!isCsv) return undefined;
  return { offset, line: text.slice(0, offset).split("\n").length, separator: separator ?? "," };
}

/** Where the first line begins that is neither empty nor a comment. */
function firstContent(text: string, from = 0): number {
  let offset = from;
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

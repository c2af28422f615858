import type { CsvHeader } from "./csv-header.ts";

/** One row of a CSV text. */
export interface CsvRow {
  /** The text of each cell, without quotes. */
  readonly cells: readonly string[];
  /** On which the row begins, from 1. */
  readonly line: number;
}

/** How to fix a text that is not CSV. */
export const CSV_FORM = "Put cells with separators, quotes or line feeds in quotes, and double the quotes in them.";

const LINE_FEED = 10;
const QUOTE = 34;

/**
 * The rows of CSV from its header on, blanks around cells removed. Strict: a stray quote would swallow rows.
 * @param refuse makes the error that is thrown for a line; the complaint is the end of a sentence
 */
export function* parseCsv(
  text: string,
  { offset, line: firstLine, separator }: CsvHeader,
  refuse: (line: number, complaint: string) => Error,
): Generator<CsvRow, void, undefined> {
  const separatorCode = separator.charCodeAt(0);
  const skipBlanks = (from: number) => {
    let to = from;
    while (text[to] !== separator && (text[to] === " " || text[to] === "\t" || text[to] === "\r")) to += 1;
    return to;
  };
  let at = offset;
  let line = firstLine;
  while (at < text.length) {
    const cells: string[] = [];
    const row: CsvRow = { cells, line };
    for (;;) {
      const start = skipBlanks(at);
      if (text.charCodeAt(start) === QUOTE) {
        const end = closingQuote(text, start + 1);
        if (end === undefined) throw refuse(line, "has a quote that is not closed.");
        const quoted = text.slice(start + 1, end);
        cells.push(quoted.replaceAll('""', '"'));
        line += quoted.split("\n").length - 1;
        at = skipBlanks(end + 1);
      } else {
        const from = at;
        for (let code = text.charCodeAt(at); at < text.length; code = text.charCodeAt((at += 1))) {
          if (code === separatorCode || code === LINE_FEED) break;
          if (code === QUOTE) throw refuse(line, "has a quote in the middle of a cell.");
        }
        cells.push(text.slice(from, at).trim());
      }
      if (text.charCodeAt(at) !== separatorCode) break;
      at += 1;
    }
    if (at < text.length && text.charCodeAt(at) !== LINE_FEED)
      throw refuse(line, "has something after the closing quote of a cell.");
    at += 1;
    line += 1;
    yield row;
  }
}

function closingQuote(text: string, from: number): number | undefined {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at < 0 ? undefined : at;
}

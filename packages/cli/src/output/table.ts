import { csvCell } from "@crosstag/core/internal";
import stringWidth from "string-width";
import type { Style } from "./color.ts";
import { fitLines, widestColumn } from "./fit-table.ts";
import { printableLine } from "./printable.ts";
import type { Output } from "./output.ts";

/** No lines between the columns, so that a table can be read, copied and searched. */
const GAP = "  ";
/** Characters that are written together, to save system calls. */
const BUFFERED = 1 << 16;

/** A line, several lines, or a line in a color: each is made printable first, and then colored. */
export type TableCell = string | readonly string[] | { readonly text: string; readonly style: Style };

/**
 * Columns as wide as they must be, under headings; a cell may have several lines.
 * @param least widths that columns keep in a narrow terminal, so that names that a person copies are not cut. Default: none
 */
export async function writeTable(
  output: Output,
  headings: readonly string[],
  rows: readonly (readonly TableCell[])[],
  least: readonly number[] = [],
): Promise<void> {
  if (output.csv) {
    const names = headings.map((heading) => heading.toLowerCase().replaceAll(" ", "_"));
    return writeTogether(output, [names, ...rows], (row) => `${csvRow(row).map(csvCell).join(",")}\n`);
  }
  const all = [headings.map((text) => ({ text, style: "bold" }) as const), ...rows];
  // The lines of all cells at once would take several times the memory of the rows.
  const natural = columnWidths(all, linesOf, ({ length }) => length);
  const cap = output.width === undefined ? undefined : widestColumn(natural, output.width, least);
  const fitted = (cell: TableCell, column: number) =>
    cap === undefined ? linesOf(cell) : fitLines(linesOf(cell), Math.max(cap, least[column] ?? 0));
  const widths = columnWidths(all, fitted, widthOf);
  await writeTogether(output, all, (row) =>
    rowText(row.map(fitted), widths, (column, line) => paintLine(output, row[column], line)),
  );
}

/** Writes the texts of rows, many at once. */
async function writeTogether(
  output: Output,
  rows: readonly (readonly TableCell[])[],
  textOf: (row: readonly TableCell[]) => string,
): Promise<void> {
  let text = "";
  for (const row of rows) {
    text += textOf(row);
    if (text.length < BUFFERED) continue;
    await output.write(text);
    if (output.closed) return;
    text = "";
  }
  await output.write(text);
}

function columnWidths(
  rows: readonly (readonly TableCell[])[],
  linesIn: (cell: TableCell, column: number) => readonly string[],
  widthIn: (line: string) => number,
): readonly number[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = linesIn(cell, column).reduce(
        (widest, line) => Math.max(widest, widthIn(line)),
        widths[column] ?? 0,
      );
  return widths;
}

/** The lines of a row, as many as its tallest cell has. */
function rowText(
  cells: readonly (readonly string[])[],
  widths: readonly number[],
  paint: (column: number, line: string) => string,
): string {
  const height = Math.max(1, ...cells.map(({ length }) => length));
  let text = "";
  for (let number = 0; number < height; number += 1) {
    const line = cells.map((lines, column) => {
      const own = lines[number] ?? "";
      return `${own === "" ? "" : paint(column, own)}${" ".repeat(Math.max(0, (widths[column] ?? 0) - widthOf(own)))}`;
    });
    text += `${line.join(GAP).trimEnd()}\n`;
  }
  return text;
}

/** Columns of a terminal. Characters of East Asia and emoji take two. */
function widthOf(line: string): number {
  return /^[ -~]*$/.test(line) ? line.length : stringWidth(line);
}

function paintLine(output: Output, cell: TableCell | undefined, line: string): string {
  return typeof cell === "object" && "style" in cell ? output.paint(cell.style, line) : line;
}

function linesOf(cell: TableCell): readonly string[] {
  if (typeof cell === "string") return [printableLine(cell)];
  return "text" in cell ? [printableLine(cell.text)] : cell.map(printableLine);
}

function csvRow(row: readonly TableCell[]): readonly string[] {
  return row.map((cell) => {
    if (typeof cell === "string") return cell;
    return "text" in cell ? cell.text : cell.join("; ");
  });
}

import { csvCell } from "@crosstag/core/internal";
import Table from "cli-table3";
import type { Style } from "./color.ts";
import { fitTable } from "./fit-table.ts";
import { printableLine } from "./printable.ts";
import type { Output } from "./output.ts";

const NONE = "";
/** No lines between the cells, so that a table can be read, copied and searched. */
const PLAIN = {
  top: NONE,
  "top-mid": NONE,
  "top-left": NONE,
  "top-right": NONE,
  bottom: NONE,
  "bottom-mid": NONE,
  "bottom-left": NONE,
  "bottom-right": NONE,
  left: NONE,
  "left-mid": NONE,
  mid: NONE,
  "mid-mid": NONE,
  right: NONE,
  "right-mid": NONE,
  middle: "  ",
};

/** A line, several lines, or a line in a color: each is made printable first, and then colored. */
export type TableCell = string | readonly string[] | { readonly text: string; readonly style: Style };

/** Columns as wide as they must be, under headings; a cell may have several lines. */
export async function writeTable(
  output: Output,
  headings: readonly string[],
  rows: readonly (readonly TableCell[])[],
): Promise<void> {
  if (output.csv) {
    const lines = [headings.map((heading) => heading.toLowerCase().replaceAll(" ", "_")), ...rows.map(csvRow)];
    await output.write(lines.map((cells) => `${cells.map(csvCell).join(",")}\n`).join(""));
    return;
  }
  const fitted =
    output.width === undefined
      ? undefined
      : fitTable([headings.map((one) => [one]), ...rows.map(linesOfRow)], output.width).slice(1);
  const table = new Table({
    head: headings.map((heading) => output.paint("bold", heading)),
    chars: PLAIN,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const [index, row] of rows.entries())
    table.push(row.map((cell, column) => cellText(cell, fitted?.[index]?.[column] ?? linesOf(cell), output)));
  const text = table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
  await output.write(`${text}\n`);
}

function cellText(cell: TableCell, lines: readonly string[], { paint }: Output): string {
  const text = lines.join("\n");
  return typeof cell !== "string" && "text" in cell ? paint(cell.style, text) : text;
}

function linesOfRow(row: readonly TableCell[]): readonly (readonly string[])[] {
  return row.map(linesOf);
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

import Table from "cli-table3";
import type { Style } from "./color.ts";
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
  const table = new Table({
    head: headings.map((heading) => output.paint("bold", heading)),
    chars: PLAIN,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const row of rows) {
    table.push(row.map((cell) => cellText(cell, output)));
  }
  const text = table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
  await output.write(`${text}\n`);
}

function cellText(cell: TableCell, { paint }: Output): string {
  if (typeof cell === "string") return printableLine(cell);
  return "text" in cell ? paint(cell.style, printableLine(cell.text)) : cell.map(printableLine).join("\n");
}

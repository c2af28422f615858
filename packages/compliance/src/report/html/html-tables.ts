import { percent } from "../percent.ts";
import { wholeNumber } from "./counted.ts";
import { escapeHtml, shownHtml } from "./escape-html.ts";

/** A cell of a table: markup, and how it is shown. */
export interface Cell {
  /** The content, as markup. */
  readonly html: string;
  readonly className?: string;
  /** Whether it names its row. Default: no. */
  readonly isHeader?: boolean;
}

/** Returns a section of the page with a heading. */
export function section(id: string, title: string, content: string): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${content}</section>\n`;
}

/** How a table is laid out. */
export interface TableLayout {
  /** The position of the first column of numbers; the columns after it are numbers, too. */
  readonly firstNumber: number;
  /** Whether the table fits on a narrow screen. Default: no; there its rows become cards. */
  readonly isNarrow?: boolean;
}

/** Returns a table. */
export function table(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  { firstNumber, isNarrow = false }: TableLayout,
): string {
  const head = headings.map((heading, position) => columnHeading(heading, position >= firstNumber)).join("");
  const body = rows.map((cells) => {
    const shown = cells.map((cell, position) => markup(cell, headings[position] ?? ""));
    return `<tr role="row">${shown.join("")}</tr>`;
  });
  return tableOf(
    caption,
    head,
    `<tbody role="rowgroup">${body.join("\n")}</tbody>`,
    isNarrow ? "sheet" : "sheet cards",
  );
}

/**
 * Returns a table whose rows are made elsewhere. The roles are those of its elements: browsers forget them if the elements
 * are laid out as cards.
 */
export function tableOf(caption: string, head: string, body: string, className = "sheet cards"): string {
  return `<div class="${className}"><table role="table"><caption>${escapeHtml(caption)}</caption><thead role="rowgroup"><tr role="row">${head}</tr></thead>${body}</table></div>\n`;
}

/** Returns the heading of a column. */
export function columnHeading(heading: string, isNumber = false): string {
  return `<th scope="col" role="columnheader"${isNumber ? ' class="number"' : ""}>${escapeHtml(heading)}</th>`;
}

function markup({ html, className, isHeader = false }: Cell, heading: string): string {
  const classes = className === undefined ? "" : ` class="${className}"`;
  const attributes = `${classes} data-label="${escapeHtml(heading)}"`;
  return isHeader
    ? `<th scope="row" role="rowheader"${attributes}>${html}</th>`
    : `<td role="cell"${attributes}>${html}</td>`;
}

/** Returns cells of numbers. */
export function numbers(values: readonly number[]): readonly Cell[] {
  return values.map((value) => ({ html: wholeNumber(value), className: "number" }));
}

/** Returns the cell of a share, with a bar. */
export function shareCell(share: number | null): Cell {
  return { html: share === null ? "–" : `${percent(share)} ${bar(share)}`, className: "number" };
}

/** Decoration beside the number that it shows; hidden from screen readers. Its color says how bad the number is. */
export function bar(share: number): string {
  const level = share >= GOOD ? "good" : share >= FAIR ? "fair" : "poor";
  return `<span class="bar" aria-hidden="true"><span class="${level}" style="width:${(share * 100).toFixed(1)}%"></span></span>`;
}

/** Shares from which a bar is green, and from which it is yellow; below it is red. */
const [GOOD, FAIR] = [0.9, 0.6];

/** A link on this page to the matching resources. */
export function filterAddress(filter: Readonly<Record<string, string>>): string {
  return `#${escapeHtml(new URLSearchParams(filter).toString())}`;
}

/** A link on this page to the matching resources, with its text. */
export function filterLink(filter: Readonly<Record<string, string>>, text: string): string {
  return `<a href="${filterAddress(filter)}">${shownHtml(text)}</a>`;
}

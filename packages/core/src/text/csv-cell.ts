/*
 * What spreadsheet programs take for a formula, or for the beginning of one: the signs themselves, their wide forms, and
 * characters that some programs skip before they look. And the guard itself, so that every cell can be read back.
 */
// oxlint-disable-next-line no-control-regex -- spreadsheet programs skip them
const LOOKS_LIKE_FORMULA = /^[\s\u0000-\u001F\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]|^'/;

/** A cell that no spreadsheet program calculates: with an apostrophe before it where it looks like a formula. */
export function guardCell(text: string): string {
  return LOOKS_LIKE_FORMULA.test(text) ? `'${text}` : text;
}

/** The text that a guarded cell stands for. */
export function unguardCell(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}

/** A cell as it stands in a file: guarded, and in quotes wherever a program could see something else in it. Blanks count. */
export function csvCell(text: string): string {
  const cell = guardCell(text);
  return /^[\w./:-]*$/.test(cell) ? cell : `"${cell.replaceAll('"', '""')}"`;
}

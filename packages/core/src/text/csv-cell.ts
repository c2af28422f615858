import { replaceUnseen } from "./unseen.ts";

/*
 * What spreadsheet programs take for a formula, or for the beginning of one: the signs themselves, their wide forms, and
 * characters that some programs skip before they look. And the guard itself, and blanks at the beginning, which readers of
 * tables skip, so that every cell can be read back.
 */
// oxlint-disable-next-line no-control-regex -- spreadsheet programs skip them
const LOOKS_LIKE_FORMULA = /^[\s\u0000-\u001F\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^\s|^'/;

/** Blanks at the end: spreadsheet programs save them without quotes, and then readers of tables skip them. */
const ENDS_WITH_BLANK = /\s+$/;

/** What a terminal obeys, or what ends a line: our files are also printed with `cat`. Blanks and signs of writing stay. */
// oxlint-disable-next-line no-control-regex -- finding them is what this is for
const IS_OBEYED = /[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]|#(?=#\w*\[)/;

/** Of a cell that is written with escapes; no guarded formula begins so. */
const ESCAPED = "'\\";

/**
 * A cell that no spreadsheet program calculates and no terminal obeys: with an apostrophe before it if it looks like a
 * formula, and with escapes (`\u{1B}`) for what would be obeyed or lost.
 */
export function guardCell(text: string): string {
  if (IS_OBEYED.test(text) || ENDS_WITH_BLANK.test(text)) {
    const shown = replaceUnseen(text.replaceAll("\\", String.raw`\\`), escape);
    return ESCAPED + shown.replace(ENDS_WITH_BLANK, (blanks) => Array.from(blanks, codePointEscape).join(""));
  }
  return LOOKS_LIKE_FORMULA.test(text) ? `'${text}` : text;
}

/** The text that a guarded cell stands for. */
export function unguardCell(cell: string): string {
  if (cell.startsWith(ESCAPED)) return unescape(cell.slice(ESCAPED.length));
  return cell.startsWith("'") ? cell.slice(1) : cell;
}

/** What spreadsheet programs convert, and save differently: `0815`, `1e5`, `2026-11-29`, `.5`, `true`. */
const LOOKS_LIKE_NUMBER = /^[.\d]|^(?:true|false)$/i;

/**
 * A cell as it stands in a file: guarded, and in quotes if a program could read it differently. Blanks count. LibreOffice keeps
 * quoted cells as text with "Format quoted field as text".
 */
export function csvCell(text: string): string {
  const cell = guardCell(text);
  const isPlain = /^[\w./:-]*$/.test(cell) && !LOOKS_LIKE_NUMBER.test(cell);
  return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}

function escape(codePoint: number): string {
  return `\\u{${codePoint.toString(16).toUpperCase()}}`;
}

function codePointEscape(character: string): string {
  return escape(character.codePointAt(0) ?? 0);
}

function unescape(text: string): string {
  return text.replaceAll(/\\(?:\\|u\{([\dA-F]{1,6})\})/g, (_, digits: string | undefined) =>
    digits === undefined ? "\\" : String.fromCodePoint(Math.min(Number.parseInt(digits, 16), 0x10_ff_ff)),
  );
}

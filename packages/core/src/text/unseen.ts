/**
 * Characters that cannot be seen, or that move, hide or reorder what stands around them: control and direction characters, what
 * Unicode calls default-ignorable (zero-width characters, soft hyphens, variation selectors, Hangul fillers, tags), Braille
 * and musical signs without ink, every blank but the usual one, line separators, halves of pairs. One list for all outputs.
 */
const UNSEEN_CHARACTER =
  /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u00A0\u1680\u2000-\u200A\u202F\u205F\u2800\u3000\uFFF9-\uFFFB\u{1D159}]/u;

/** The same as the source of a regular expression with the flag `u`, for a script that runs elsewhere. */
export const UNSEEN_SOURCE = UNSEEN_CHARACTER.source;

const UNSEEN = new RegExp(UNSEEN_SOURCE, "gu");

/**
 * What services that show the output of a build take for a command, anywhere in a line: `##[error]`, `##vso[…]`,
 * `##teamcity[…]`. The second sign stays.
 */
const BUILD_COMMAND = /#(?=#\w*\[)/g;

/** What they take for one at the beginning of a line: `::error::`, `::add-mask::`; blanks before it do not count. */
const LINE_COMMAND = /^(\s*):(?=:)/gm;

/** A text with `show` in the place of each character that cannot be seen, and without build commands in its middle. */
export function replaceUnseen(text: string, show: (codePoint: number) => string): string {
  return text
    .replaceAll(UNSEEN, (character) => show(character.codePointAt(0) ?? 0))
    .replaceAll(BUILD_COMMAND, (character) => show(character.codePointAt(0) ?? 0));
}

/** Whether a text has characters that cannot be seen, or that move what stands around them. */
export function hasUnseen(text: string): boolean {
  return UNSEEN_CHARACTER.test(text);
}

/** Lines, none of which begins with a command to the service that shows them. */
export function withoutLineCommands(lines: string): string {
  return lines.replaceAll(LINE_COMMAND, String.raw`$1\u003a`);
}

/** A value as JSON that says the same, with nothing in it that a terminal or a build service obeys. */
export function jsonText(value: unknown, indent?: number): string {
  // Between the texts of a JSON document stand only blanks, line feeds and signs; `replaceUnseen` would take line feeds, too.
  const text = JSON.stringify(value, undefined, indent) ?? "null";
  if (indent === undefined) return replaceUnseen(text, jsonEscape);
  return text
    .split("\n")
    .map((line) => replaceUnseen(line, jsonEscape))
    .join("\n");
}

function jsonEscape(codePoint: number): string {
  return Array.from(
    { length: codePoint > 0xff_ff ? 2 : 1 },
    (_, index) => `\\u${String.fromCodePoint(codePoint).charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}

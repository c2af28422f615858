import { hasUnseen, replaceUnseen } from "../text/unseen.ts";

/**
 * How a text looks: characters that cannot be seen left out, every blank the usual one, none at the ends. Texts that are equal so
 * look the same to a reader, but are different for the clouds.
 */
export function looksLike(text: string): string {
  const folded = hasUnseen(text) ? replaceUnseen(text, (codePoint) => (isBlank(codePoint) ? " " : "")) : text;
  return folded.trim().replaceAll(/ {2,}/g, " ");
}

/** Why a text does not show what it is, as the end of a sentence; undefined for nearly all texts. */
export function unseenProblem(text: string): string | undefined {
  if (text !== "" && text.trim() === "") return "holds nothing but blanks";
  if (text.startsWith(" ")) return "begins with a blank";
  if (text.endsWith(" ")) return "ends with a blank";
  if (!hasUnseen(text)) return undefined;
  const names = new Set<string>();
  replaceUnseen(text, (codePoint) => {
    names.add(`U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`);
    return "";
  });
  return `has characters that cannot be seen (${[...names].slice(0, MOST_NAMED).join(", ")})`;
}

/** Code points that a message names. */
const MOST_NAMED = 5;

function isBlank(codePoint: number): boolean {
  return /\s/.test(String.fromCodePoint(codePoint));
}

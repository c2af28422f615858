import { replaceUnseen } from "@crosstag/core/internal";

/** A text on one line, with invisible characters escaped: they can make one name look like another. */
export function shownText(text: string): string {
  return replaceUnseen(text, (codePoint) => `\\u{${codePoint.toString(16).toUpperCase().padStart(4, "0")}}`);
}

import { replaceUnseen } from "@crosstag/core";

/** A text on one line, with what could not be seen in it: in a name it can make one thing look like another. */
export function shownText(text: string): string {
  return replaceUnseen(text, (codePoint) => `\\u{${codePoint.toString(16).toUpperCase().padStart(4, "0")}}`);
}

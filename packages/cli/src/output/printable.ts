import { replaceUnseen } from "@crosstag/core/internal";

/**
 * A text from outside on one line of ours: what cannot be seen, or would move the cursor or begin a line, is shown and not obeyed. A tag
 * value must not write on the screen of the user who lists it, and a description must not imitate a line of this program.
 */
export function printableLine(text: string): string {
  return replaceUnseen(text, (codePoint) =>
    codePoint > 0xff_ff ? `\\u{${codePoint.toString(16)}}` : `\\u${codePoint.toString(16).padStart(4, "0")}`,
  );
}

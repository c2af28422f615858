/**
 * Shows control, direction and invisible characters instead of obeying them: a tag value must not move the cursor of whoever
 * lists it. Line breaks and tabs stay, for texts of our own.
 */
export function printable(text: string): string {
  return text.replaceAll(
    // oxlint-disable-next-line no-control-regex -- finding them is what this is for
    /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g,
    escapeCharacter,
  );
}

/** The same for a text from outside that has to stay on its line. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/[\n\t]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}

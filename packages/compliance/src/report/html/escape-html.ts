/** Control, direction and invisible characters: in a name they can make one thing look like another. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

/** A text that is taken as it is, in an attribute with double quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/** A text that is shown as it is, in an element, with what could not be seen in it. */
export function shownText(text: string): string {
  return escapeHtml(
    text.replaceAll(
      UNSEEN,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}}`,
    ),
  );
}

/** Data in a script element that only a program reads: nothing in it can end the element. */
export function jsonForScript(data: unknown): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

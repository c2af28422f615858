import { shownText } from "../shown-text.ts";

/** A text that is taken as it is, in an attribute with double quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/** A text that is shown as it is, in an element, with what could not be seen in it. */
export function shownHtml(text: string): string {
  return escapeHtml(shownText(text));
}

/** Data in a script element that only a program reads: nothing in it can end the element. */
export function jsonForScript(data: unknown): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

import { shownText } from "../shown-text.ts";

/** Escapes a text for an attribute in double quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/** Escapes a text for an element, and shows invisible characters. */
export function shownHtml(text: string): string {
  return escapeHtml(shownText(text));
}

/** JSON for a script element: it cannot contain the end of the element. */
export function jsonForScript(data: unknown): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

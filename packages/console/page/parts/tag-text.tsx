import { replaceUnseen } from "@crosstag/core/internal";

/** A tag key or value as text. What would not be seen, or would turn the direction of the text, is shown as its code. */
export function TagText({ text }: { readonly text: string }) {
  if (text === "") return <span className="tag-text empty-text">empty</span>;
  const shown = replaceUnseen(text, (codePoint) => `\\u{${codePoint.toString(16).toUpperCase()}}`);
  // Blanks at the ends would not be noticed.
  return <bdi className="tag-text">{shown === shown.trim() ? shown : JSON.stringify(shown)}</bdi>;
}

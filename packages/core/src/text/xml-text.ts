const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** XML 1.0 cannot hold control characters, halves of pairs and two more, however they are escaped. */
export function xmlText(text: string): string {
  return (
    text
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- finding them is what this is for
      .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, "\uFFFD")
      .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
  );
}

/** The value of an attribute with its quotes; line ends stay what they are. */
export function xmlAttribute(text: string): string {
  return `"${xmlText(text).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;")}"`;
}

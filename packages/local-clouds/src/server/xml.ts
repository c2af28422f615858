/** An answer's body as XML: objects nest, an array repeats its element, everything else is text. */
export function xmlDocument(root: string, content: Readonly<Record<string, unknown>>): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${xmlElement(root, content)}`;
}

/** One element, without the document's first line. `attributes` are written as they are. */
export function xmlElement(name: string, content: unknown, attributes = ""): string {
  if (Array.isArray(content)) return content.map((item) => xmlElement(name, item)).join("");
  return `<${name}${attributes}>${inside(content)}</${name}>`;
}

function inside(content: unknown): string {
  if (typeof content !== "object" || content === null) return escape(String(content));
  return Object.entries(content)
    .map(([name, nested]) => xmlElement(name, nested))
    .join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

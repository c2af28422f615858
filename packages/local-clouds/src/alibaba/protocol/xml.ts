/** An answer's body as XML: objects nest, an array repeats its element, everything else is text. */
export function xmlDocument(root: string, content: Readonly<Record<string, unknown>>): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${element(root, content)}`;
}

function element(name: string, content: unknown): string {
  if (Array.isArray(content)) return content.map((item) => element(name, item)).join("");
  return `<${name}>${inside(content)}</${name}>`;
}

function inside(content: unknown): string {
  if (typeof content !== "object" || content === null) return escape(String(content));
  return Object.entries(content)
    .map(([name, nested]) => element(name, nested))
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

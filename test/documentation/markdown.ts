/** Text from data, with Markdown's special characters escaped. */
export function escape(text: string): string {
  return text.replaceAll(/[\\*_|<`[\]]/g, String.raw`\$&`);
}

export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, headings.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

export function joinParts(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

export function page(title: string, ...parts: readonly string[]): string {
  return `${joinParts(`# ${title}`, ...parts)}\n`;
}

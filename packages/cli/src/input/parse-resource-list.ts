import { UsageError } from "../usage-error.ts";
import { readCsvHeader } from "./csv-header.ts";
import type { ListedReference } from "./listed-reference.ts";
import { parseCsvReferences } from "./parse-csv-references.ts";

/**
 * One reference a line, with empty lines and lines that begin with `#` left out; or JSON lines with a `reference`,
 * as `list --output jsonl` writes them; or one JSON list; or CSV with a header line.
 */
export function parseResourceList(given: string, name: string): readonly ListedReference[] {
  const text = given.replace(/^\uFEFF/, "");
  if (text.trimStart().startsWith("[")) return parseJsonList(text, name);
  const header = readCsvHeader(text, name);
  return header === undefined ? parseLines(text, name) : parseCsvReferences(text, header, name);
}

function parseJsonList(text: string, name: string): readonly ListedReference[] {
  const list = parseJson(text, () => `The file ${JSON.stringify(name)}`);
  return (list as unknown[]).map((item, position) => ({
    reference: referenceOf(item, () => `Item ${position} of ${JSON.stringify(name)}`),
  }));
}

function parseLines(text: string, name: string): readonly ListedReference[] {
  return text.split(/\r?\n/).flatMap((rawLine, index) => {
    const content = rawLine.trim();
    if (content === "" || content.startsWith("#")) return [];
    const where = () => `Line ${index + 1} of ${JSON.stringify(name)}`;
    const reference = content.startsWith("{") ? referenceOf(parseJson(content, where), where) : content;
    return [{ reference, line: index + 1 }];
  });
}

function referenceOf(item: unknown, where: () => string): string {
  if (typeof item === "string") return item;
  const reference = (item as { reference?: unknown } | null)?.reference;
  if (typeof reference === "string") return reference;
  throw new UsageError(
    `${where()} is no reference.`,
    'Give a text, or an object with a "reference", as `crosstag list --output jsonl` writes them.',
  );
}

function parseJson(text: string, where: () => string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${where()} is not JSON.`);
  }
}

import { isMap } from "@crosstag/core/internal";

/** A document of the user, or what is wrong with it. */
export type ParsedDocument =
  | { readonly document: Readonly<Record<string, unknown>>; readonly problem?: never }
  | { readonly problem: string };

/** Reads YAML, of which JSON is a part. The parser is loaded when the first document is read. */
export async function parseDocument(text: string): Promise<ParsedDocument> {
  if (text.trim() === "") return { problem: "Paste the document first." };
  const { isScalar, parseDocument: parse, visit } = await import("yaml");
  const parsed = parse(text, { prettyErrors: true, uniqueKeys: true });
  const [error] = parsed.errors;
  if (error !== undefined) return { problem: `The document is not YAML: ${firstLine(error.message)}` };
  // `0815:` would become `815`.
  let oddKey: string | undefined;
  visit(parsed, {
    Pair: (_, { key }) => {
      if (isScalar(key) && typeof key.value !== "string") oddKey ??= key.source ?? String(key.value);
    },
  });
  if (oddKey !== undefined) return { problem: `The key ${oddKey} is not a text. Put it in quotes.` };
  try {
    const document: unknown = parsed.toJS({ maxAliasCount: 100 });
    return isMap(document) ? { document } : { problem: "The document is not a map of fields." };
  } catch (thrown) {
    return {
      problem: `The document cannot be read: ${thrown instanceof Error ? firstLine(thrown.message) : "unknown"}`,
    };
  }
}

/** What follows shows the text itself, which is on the page already. */
function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? message;
}

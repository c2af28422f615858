import { hasUnseen, jsonText, replaceUnseen } from "@crosstag/core/internal";
import { compileQuery } from "./compile-query.ts";

/** How the document of `--output json` and `yaml` is written. */
export interface DocumentForm {
  readonly yaml: boolean;
  /** A JMESPath expression. Undefined: the whole document. */
  readonly query: string | undefined;
}

/** The text of a document, with a line feed at its end. */
export async function documentText(document: unknown, { yaml, query }: DocumentForm): Promise<string> {
  if (!yaml && query === undefined) return `${jsonText(document, 2)}\n`;
  // As a reader of the JSON sees it: without fields that are undefined, and errors as data.
  const plain: unknown = JSON.parse(JSON.stringify(document));
  const result = query === undefined ? plain : (await compileQuery(query))(plain);
  return yaml ? yamlText(result) : `${jsonText(result, 2)}\n`;
}

/** YAML with nothing in it that a terminal obeys: texts with such characters are quoted, and the characters escaped. */
async function yamlText(value: unknown): Promise<string> {
  const { Document, isScalar, visit } = await import("./yaml.ts");
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      if (isScalar(node) && typeof node.value === "string" && isQuoted(node.value)) node.type = "QUOTE_DOUBLE";
    },
  });
  const text = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
  return text
    .split("\n")
    .map((line) => replaceUnseen(line, yamlEscape))
    .join("\n");
}

/** Texts whose characters are escaped, and texts that a build service would take for a command. */
function isQuoted(text: string): boolean {
  return hasUnseen(text) || /#\w*\[|^\s*::/m.test(text);
}

function yamlEscape(codePoint: number): string {
  return codePoint > 0xff_ff
    ? `\\U${codePoint.toString(16).padStart(8, "0")}`
    : `\\u${codePoint.toString(16).padStart(4, "0")}`;
}

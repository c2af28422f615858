import { readCsvHeader, referenceOfRow, referencesOfLine } from "@crosstag/config/tables";
import { capitalize, jsonOf } from "@crosstag/core/internal";
import { UsageError } from "../usage-error.ts";
import { incomplete, jsonReferences } from "./json-references.ts";
import type { ListedReference } from "./listed-reference.ts";
import { parseCsvReferences } from "./parse-csv-references.ts";

/**
 * References as people list them: one or several a line, with empty lines and lines that begin with `#` left out; or CSV
 * with a header line. Or as programs print them: JSON lines, one JSON document, tabs; of Crosstag and of the clouds.
 */
export function parseResourceList(given: string, name: string): readonly ListedReference[] {
  const text = given.replace(/^\uFEFF/, "");
  const source = name === "-" ? "standard input" : `the file ${JSON.stringify(name)}`;
  if (/^\s*[[{]/.test(text)) {
    const document = jsonOf(text);
    if (document !== undefined) return jsonReferences(document, source);
    if (text.trimStart().startsWith("[")) throw new UsageError(`${capitalize(source)} is not valid JSON.`, CUT_OFF);
  }
  refuseOtherForms(text, source);
  const header = readCsvHeader(text, name);
  return header === undefined ? parseLines(text, name) : parseCsvReferences(text, header, name);
}

const CUT_OFF = "It may be cut off, or mixed with other output.";

function parseLines(text: string, name: string): readonly ListedReference[] {
  return text.split(/\r?\n/).flatMap((rawLine, index): readonly ListedReference[] => {
    const content = rawLine.trim();
    if (content === "" || content.startsWith("#")) return [];
    const line = index + 1;
    const place = `line ${line} of ${JSON.stringify(name)}`;
    if (content.startsWith("{")) {
      const record = jsonOf(content);
      if (record === undefined)
        throw new UsageError(
          `${capitalize(place)} is not valid JSON.`,
          `Give one JSON document, or one a line. ${CUT_OFF}`,
        );
      return jsonReferences(record, place).map(({ reference }) => ({ reference, line }));
    }
    if (content.startsWith("NEXTTOKEN\t")) throw incomplete(capitalize(place), "it ends with NEXTTOKEN");
    // What `aws … --output text` prints below a resource.
    if (content.startsWith("TAGS\t")) return [];
    const row = referenceOfRow(content);
    const references = row === undefined ? (referencesOfLine(content) ?? [content]) : [row];
    return references.map((reference) => ({ reference, line }));
  });
}

const OTHER_FORMS: readonly (readonly [form: RegExp, what: string, fix: string])[] = [
  [/^\s*\+-[-+]+\+\s*\n\s*\|/, "a table, as `aws … --output table` prints it", "Use --output json or --output text."],
  [/^[^\n]*\|[^\n]*\n[-\s|]+\n/, "a table, as `aliyun … --output cols=…` prints it", "Leave --output out, for JSON."],
  [/^\s*-{5,}\s*\n\s*\|/, "a table, as `aws … --output table` prints it", "Use --output json or --output text."],
  [
    /^\s*(?:---\s*\n)?\w+:\s*\n\s*- /,
    "YAML, as `aws … --output yaml` prints it",
    "Use --output json or --output text.",
  ],
  [/^\s*<(?:!doctype|html|\?xml)/i, "HTML or XML", "Give references, one a line."],
  [/^\s*KIND\s+RESOURCE\s+TAGS\s*\n/, "a table, as `crosstag list` prints it for people", "Use --output jsonl."],
];

function refuseOtherForms(text: string, source: string): void {
  const other = OTHER_FORMS.find(([form]) => form.test(text));
  if (other !== undefined) throw new UsageError(`${capitalize(source)} is ${other[1]}.`, other[2]);
}

/**
 * What can only be a reference: a cloud's full name, an id as the clouds form them, or a name with its kind. Not every
 * reference looks so, but no name of a column and no tag does.
 */
const REFERENCE_LIKE =
  /^(?:(?:arn|acs):\S+|(?:mrk-)?[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|mrk-[\da-f]{32}|key-\w+|(?:key|alias|secret|certificate)\/\S+)$/i;

/** Whether a text can only be a reference: no name of a column and no usual tag looks so. */
export function looksLikeReference(text: string): boolean {
  return REFERENCE_LIKE.test(text);
}

/**
 * The references of a line that holds nothing else, however they are set apart: with quotation marks, as `jq` prints them, or
 * as items of a list. Undefined for any other line.
 */
export function referencesOfLine(line: string): readonly string[] | undefined {
  const parts = line
    .replace(/^\s*[-*]\s/, "")
    .split(/[\s,;]+/)
    .filter((part) => part !== "")
    .map((part) => part.replace(/^(["'])(.*)\1$/, "$2"));
  return parts.length > 0 && parts.every(looksLikeReference) ? parts : undefined;
}

/**
 * The reference of a row as `aws … --output text` prints it: the name of the list in capitals, then the fields of one
 * resource, one of which is its full name.
 */
export function referenceOfRow(line: string): string | undefined {
  const [label = "", ...cells] = line.split("\t");
  return /^[A-Z]{4,}$/.test(label) ? cells.find((cell) => /^(?:arn|acs):/i.test(cell)) : undefined;
}

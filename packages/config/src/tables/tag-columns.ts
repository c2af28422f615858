import { REFERENCE_COLUMNS } from "./csv-header.ts";

/** The columns of a table with tags, by position. */
export type TagColumns = LongColumns | WideColumns;

/** A row for each tag, as `crosstag export` writes them. */
export interface LongColumns {
  readonly form: "long";
  readonly reference: number;
  readonly key: number;
  readonly value: number;
  /** The column that says why a resource could not be read; -1: none. */
  readonly error: number;
  /** Columns that are neither tags nor facts about the resource. */
  readonly others: readonly { readonly column: number; readonly name: string }[];
  /** Columns without a name: what is in them would be lost. */
  readonly unnamed: readonly number[];
}

/** A row for each resource, and a column for each tag key. */
export interface WideColumns {
  readonly form: "wide";
  readonly reference: number;
  /** In the order of the columns. */
  readonly tags: readonly { readonly column: number; readonly key: string }[];
  /** Columns without a name, if every named column is a tag: what is in them would be lost. */
  readonly unnamed: readonly number[];
}

/** Columns that describe the resource. To use such a word as a tag key of a wide table, write `tag:alias`. */
const DESCRIBING = new Set([...REFERENCE_COLUMNS, "provider", "cloud", "account", "region", "kind", "alias", "error"]);

/** In front of a tag key in a header. */
const TAG_PREFIX = "tag:";

/** Finds the columns of a table with tags. @returns every problem of the header, as the end of a sentence, if there is one */
export function findTagColumns(header: readonly string[]): TagColumns | { readonly problems: readonly string[] } {
  const names = header.map((cell) => cell.trim().toLowerCase());
  const name = REFERENCE_COLUMNS.find((column) => names.includes(column));
  if (name === undefined)
    return {
      problems: [
        separatedByBars(names)
          ? "has columns that are separated by “|”. Separate them by commas, semicolons or tabs, or write sep=| above it"
          : `names no column with references. Name it one of: ${REFERENCE_COLUMNS.join(", ")}`,
      ],
    };
  const reference = names.indexOf(name);
  if (reference !== names.lastIndexOf(name)) return { problems: [`names the column ${JSON.stringify(name)} twice`] };
  const [key, value] = [names.indexOf("tag_key"), names.indexOf("tag_value")];
  if (key >= 0 && value >= 0) return longColumns(header, names, { reference, key, value });
  if (key >= 0 || value >= 0) return { problems: ["needs both columns, tag_key and tag_value"] };
  return wideColumns(header, names, reference);
}

/** A header that would name its references if “|” were known as a separator. */
function separatedByBars(names: readonly string[]): boolean {
  const [only = "", ...others] = names;
  return others.length === 0 && only.split("|").some((name) => REFERENCE_COLUMNS.includes(name.trim()));
}

function longColumns(
  header: readonly string[],
  names: readonly string[],
  found: Pick<LongColumns, "reference" | "key" | "value">,
): LongColumns {
  const others = header.flatMap((cell, column) => {
    const isKnown = column === found.key || column === found.value || DESCRIBING.has(names[column] ?? "");
    return isKnown || names[column] === "" ? [] : [{ column, name: cell.trim() }];
  });
  return { form: "long", ...found, error: names.indexOf("error"), others, unnamed: unnamedColumns(names) };
}

function wideColumns(
  header: readonly string[],
  names: readonly string[],
  reference: number,
): WideColumns | { readonly problems: readonly string[] } {
  const marked = names.some((name) => name.startsWith(TAG_PREFIX));
  const tags = header.flatMap((cell, column) => {
    const name = cell.trim();
    if (names[column]?.startsWith(TAG_PREFIX)) return [{ column, key: name.slice(TAG_PREFIX.length) }];
    if (marked || name === "" || DESCRIBING.has(names[column] ?? "")) return [];
    return [{ column, key: name }];
  });
  if (tags.length === 0) return { problems: ["names no tag key: each further column is one"] };
  const keys = tags.map(({ key }) => key);
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  if (twice.length > 0) return { problems: twice.map((key) => `names the tag key ${JSON.stringify(key)} twice`) };
  return { form: "wide", reference, tags, unnamed: marked ? [] : unnamedColumns(names) };
}

function unnamedColumns(names: readonly string[]): readonly number[] {
  return names.flatMap((name, column) => (name === "" ? [column] : []));
}

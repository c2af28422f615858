import { jsonText } from "@crosstag/core/internal";
import { csvLine, INVENTORY_COLUMNS, inventoryCsv } from "@crosstag/migration";
import { inventoryEntry } from "../../inventory/live-inventory.ts";
import { placedEntry, readFacts, type DetailedResource, type OpenedCrosstag, type ReadFacts } from "@crosstag/clouds";
import type { Output } from "../../output/output.ts";
import { describeError } from "../../output/report-error.ts";
import { writeTable, type TableCell } from "../../output/table.ts";

/** Writes what `crosstag list` has read. Keeps only what its form needs before it can be written. */
export interface EntryWriter {
  readonly add: (entry: DetailedResource) => Promise<void>;
  /** Writes the rest. @param unlisted what the document says of clouds that could not be listed */
  readonly end: (unlisted: object) => Promise<void>;
}

export function createEntryWriter(output: Output, { drivers }: Pick<OpenedCrosstag, "drivers">): EntryWriter {
  const factsOf = readFacts(drivers.values());
  if (output.format === "json") return documentWriter(output, factsOf);
  if (output.format === "jsonl")
    return { add: (entry) => output.line(placedEntry(entry, factsOf)), end: async () => {} };
  return output.csv ? inventoryWriter(output, factsOf) : tableWriter(output, factsOf);
}

/** The document is written as a whole, so that an error does not follow a part of it. */
function documentWriter(output: Output, factsOf: ReadFacts): EntryWriter {
  const texts: string[] = [];
  return {
    add: async (entry) => {
      texts.push(jsonText(placedEntry(entry, factsOf), 2).replaceAll("\n", "\n    "));
    },
    end: (unlisted) => output.jsonParts(documentParts(texts, unlisted)),
  };
}

async function* documentParts(entries: readonly string[], unlisted: object): AsyncGenerator<string, void, undefined> {
  yield '{\n  "resources": [';
  for (const [index, entry] of entries.entries()) yield `${index === 0 ? "" : ","}\n    ${entry}`;
  yield entries.length === 0 ? "]" : "\n  ]";
  const others = jsonText(unlisted, 2);
  yield others === "{}" ? "\n}\n" : `,${others.slice(1)}\n`;
}

/** The same form as that of `export`. */
function inventoryWriter(output: Output, factsOf: ReadFacts): EntryWriter {
  let begun = false;
  const begin = async () => {
    if (!begun) await output.write(csvLine(INVENTORY_COLUMNS));
    begun = true;
  };
  return {
    add: async (entry) => {
      await begin();
      await output.write(inventoryCsv(inventoryEntry(entry, factsOf)));
    },
    end: begin,
  };
}

function tableWriter(output: Output, factsOf: ReadFacts): EntryWriter {
  const { wide } = output;
  const details = wide ? ["ACCOUNT", "REGION", "ALIASES", "STATE", "DESCRIPTION"] : [];
  const rows: (readonly TableCell[])[] = [];
  return {
    add: async (entry) => {
      rows.push([
        entry.kind,
        entry.reference,
        ...(wide ? [...placeOf(entry, factsOf), ...detailsOf(entry)] : []),
        tagsOrError(entry),
      ]);
    },
    end: async () => {
      if (rows.length > 0) await writeTable(output, ["KIND", "RESOURCE", ...details, "TAGS"], rows);
    },
  };
}

/** Long full names are cut in a table, and these are in their middle. */
function placeOf(entry: DetailedResource, factsOf: ReadFacts): readonly TableCell[] {
  const { account = "-", region = "-" } = placedEntry<{ readonly reference: string }>(entry, factsOf);
  return [account, region];
}

function detailsOf(entry: DetailedResource): readonly TableCell[] {
  const { state = "-", deletion, description = "-" } = entry.details ?? {};
  const until = deletion === undefined ? "" : ` (${deletion.slice(0, "2026-12-30".length)})`;
  return [aliasesOf(entry), `${state}${until}`, description];
}

/** A list that could not be read is not a list without entries. */
function aliasesOf(entry: DetailedResource): TableCell {
  if (entry.status === "failed" || entry.aliases === undefined) return entry.kind === "key" ? "unknown" : "-";
  return entry.aliases.length > 0 ? entry.aliases : "-";
}

function tagsOrError(entry: DetailedResource): TableCell {
  if (entry.status === "failed") return describeError(entry.error);
  const tags = Object.entries(entry.tags).map(([key, value]) => `${shownTag(key)}=${shownTag(value)}`);
  return tags.length > 0 ? tags : "-";
}

/** In quotation marks where a blank at an end would not be seen. */
function shownTag(text: string): string {
  return text === text.trim() ? text : JSON.stringify(text);
}

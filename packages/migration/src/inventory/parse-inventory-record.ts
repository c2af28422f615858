import { isList, isMap, isKindName } from "@crosstag/core/internal";
import type { InventoryEntry, InventoryResource } from "./inventory-entry.ts";

/**
 * One line of an inventory, parsed from JSON: as `crosstag export` writes it, or `crosstag list --output jsonl`.
 * @returns the problem, as the end of a sentence, if the record is not valid
 */
export function parseInventoryRecord(record: unknown): InventoryEntry | { readonly problem: string } {
  if (!isMap(record)) return { problem: "is not a JSON object." };
  const named = nameIn(record);
  if ("problem" in named) return named;
  const { tags, error } = record;
  if (error !== undefined) {
    const code = isMap(error) ? error["code"] : error;
    return typeof code === "string" ? { ...named, error: code } : { problem: 'has an "error" that is not a string.' };
  }
  if (!isMap(tags)) return { problem: 'has no "tags".' };
  const values = new Map<string, string>();
  for (const [key, value] of Object.entries(tags)) {
    if (typeof value !== "string")
      return { problem: `has a value of the tag ${JSON.stringify(key)} that is not a string.` };
    values.set(key, value);
  }
  return { ...named, tags: Object.fromEntries(values) };
}

function nameIn(record: Readonly<Record<string, unknown>>): InventoryResource | { readonly problem: string } {
  const { provider, kind, reference, resource } = record;
  if (typeof provider !== "string" || provider === "") return { problem: 'has no "provider".' };
  if (typeof reference !== "string" || reference === "") return { problem: 'has no "reference".' };
  if (!isKindName(kind)) return { problem: 'has no "kind", for example "key".' };
  const { aliases = [] } = record;
  if (!isList(aliases) || !aliases.every((name) => typeof name === "string"))
    return { problem: 'has "aliases" that are not a list of strings.' };
  const named = typeof resource === "string" && resource !== reference ? [resource] : [];
  const all = [...new Set([...aliases, ...named])];
  return { provider, kind, reference, ...(all.length > 0 && { aliases: all }) };
}

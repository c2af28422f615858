import { csvCell } from "@crosstag/core/internal";
import type { InventoryRow } from "./inventory-row.ts";

/** The rows as a table with a column for each tag key. A tag that is not set has an empty cell, an empty value too. */
export function inventoryCsv(rows: readonly InventoryRow[], keys: readonly string[]): string {
  const head = ["reference", "provider", "account", "region", "kind", "aliases", "description", "state", "problem"];
  const lines = rows.map((row) => [
    row.reference,
    row.provider,
    row.account ?? "",
    row.region ?? "",
    row.kind,
    row.aliases.join(" "),
    row.details?.description ?? "",
    row.details?.state ?? "",
    row.problem ?? "",
    ...keys.map((key) => row.tags?.get(key) ?? ""),
  ]);
  return [[...head, ...keys.map((key) => `tag:${key}`)], ...lines]
    .map((cells) => `${cells.map(csvCell).join(",")}\r\n`)
    .join("");
}

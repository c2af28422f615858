import { compileConditions } from "@crosstag/core/internal";
import { shownName, type InventoryRow } from "./inventory-row.ts";
import type { InventoryView } from "./inventory-view.ts";

/** The rows of a view, in its order. Conditions on tags that cannot be understood are left out: `checkConditions` finds them. */
export function filterRows(rows: readonly InventoryRow[], view: InventoryView): readonly InventoryRow[] {
  // Conditions on tags have no durations, which would count from a time.
  const conditions = compileConditions({ filter: view.filter, missing: view.missing }, new Date(0));
  const onTags = view.filter.length + view.missing.length > 0;
  const text = view.text.trim().toLowerCase();
  const alias = view.alias.trim().toLowerCase();
  const matches = (row: InventoryRow) =>
    isAt(row, view) &&
    (text === "" || hasText(row, text)) &&
    (alias === "" || row.aliases.some((each) => each.toLowerCase().includes(alias))) &&
    // Tags that are not known could match.
    (!onTags || row.tags === undefined || conditions.matchesTags(row.tags));
  return sortRows(rows.filter(matches), view.sort);
}

function isAt(row: InventoryRow, { provider, account, region, kind, state }: InventoryView): boolean {
  return (
    (provider === "" || row.provider === provider) &&
    (account === "" || row.account === account) &&
    (region === "" || row.region === region) &&
    (kind === "" || row.kind === kind) &&
    (state === "" || row.details?.state === state)
  );
}

function hasText({ reference, aliases, details }: InventoryRow, text: string): boolean {
  return [reference, ...aliases, details?.description ?? ""].some((each) => each.toLowerCase().includes(text));
}

function sortRows(rows: readonly InventoryRow[], sort: string): readonly InventoryRow[] {
  if (sort === "") return rows;
  const isDescending = sort.startsWith("-");
  const by = isDescending ? sort.slice(1) : sort;
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  const keyed = rows.map((row) => ({ row, key: sortKey(row, by) }));
  // Rows without the tag come last in both directions.
  keyed.sort((left, right) => {
    if (left.key === undefined || right.key === undefined)
      return Number(left.key === undefined) - Number(right.key === undefined);
    return isDescending ? compare(right.key, left.key) : compare(left.key, right.key);
  });
  return keyed.map(({ row }) => row);
}

function sortKey(row: InventoryRow, by: string): string | undefined {
  if (by === "name") return shownName(row);
  if (by === "place") return `${row.provider} ${row.region ?? ""} ${row.account ?? ""}`;
  if (by === "kind") return row.kind;
  return row.tags?.get(by.replace(/^tag:/, ""));
}

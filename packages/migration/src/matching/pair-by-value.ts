import type { InventoryEntry } from "../inventory/inventory-entry.ts";
import type { MatchProblem } from "./match-problem.ts";

/** Pairs resources of one kind with the same value. A value must be unique on each side. */
export function pairByValue(
  sources: readonly InventoryEntry[],
  targets: readonly InventoryEntry[],
  valueOf: (entry: InventoryEntry, side: "from" | "to") => string | undefined,
  what: "tag" | "id",
): {
  readonly pairs: readonly { readonly source: InventoryEntry; readonly target: InventoryEntry }[];
  readonly problems: readonly MatchProblem[];
} {
  const problems: MatchProblem[] = [];
  const byValue = groups(targets, "to", valueOf);
  const pairs = [...groups(sources, "from", valueOf)].flatMap(([name, group]) => {
    // If both sides are one cloud, a resource that has both tags is in both lists.
    const own = new Set(group.map(({ reference }) => reference));
    const partners = (byValue.get(name) ?? []).filter(({ reference }) => !own.has(reference));
    const [source] = group;
    const [target] = partners;
    if (source === undefined || target === undefined) return [];
    if (group.length === 1 && partners.length === 1) return [{ source, target }];
    const resources = [...group, ...partners].map(({ reference }) => reference);
    const value = what === "tag" ? "the same value of the tag" : "the same id";
    problems.push({
      problem: "ambiguous",
      resources,
      message: `Several resources have ${value} and cannot be paired: ${resources.join(", ")}.`,
    });
    return [];
  });
  return { pairs, problems };
}

function groups(
  entries: readonly InventoryEntry[],
  side: "from" | "to",
  valueOf: (entry: InventoryEntry, side: "from" | "to") => string | undefined,
): ReadonlyMap<string, readonly InventoryEntry[]> {
  const found = new Map<string, InventoryEntry[]>();
  for (const entry of entries) {
    const value = valueOf(entry, side);
    // An empty value does not identify a resource.
    if (value === undefined || value === "") continue;
    const name = JSON.stringify([entry.kind, value]);
    const group = found.get(name);
    if (group === undefined) found.set(name, [entry]);
    else group.push(entry);
  }
  return found;
}

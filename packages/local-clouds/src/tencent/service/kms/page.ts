import type { Parameters } from "../parameters.ts";

/** The part of a list that Offset and Limit select; 10 items by default, 200 at most. */
export function pageOf<Item>(parameters: Parameters, items: readonly Item[]): readonly Item[] {
  const offset = parameters.integer("Offset", { from: 0, to: Number.MAX_SAFE_INTEGER, fallback: 0 });
  const limit = parameters.integer("Limit", { from: 0, to: 200, fallback: 10 });
  return items.slice(offset, offset + limit);
}

import { matchesGlob } from "@crosstag/core/internal";
import type { MappedTag } from "../mapping/map-tag.ts";

/**
 * Splits tags into tags that the target has capacity for and tags over its limit: by priority, then by key. A tag key
 * that the target already has needs no capacity.
 */
export function splitByCapacity(
  tags: readonly MappedTag[],
  own: ReadonlyMap<string, string>,
  limit: number,
  priorities: readonly string[],
): { readonly arriving: readonly MappedTag[]; readonly left: readonly MappedTag[] } {
  const fresh = tags.filter(({ to }) => !own.has(to.key));
  const capacity = Math.max(0, limit - own.size);
  if (fresh.length <= capacity) return { arriving: tags, left: [] };
  const ranked = fresh
    .map((tag) => ({ tag, rank: rankOf(tag.from.key, priorities) }))
    .toSorted((one, other) => one.rank - other.rank || (one.tag.from.key < other.tag.from.key ? -1 : 1));
  const left = new Set(ranked.slice(capacity).map(({ tag }) => tag));
  return { arriving: tags.filter((tag) => !left.has(tag)), left: tags.filter((tag) => left.has(tag)) };
}

function rankOf(key: string, priorities: readonly string[]): number {
  const rank = priorities.findIndex((glob) => matchesGlob(glob, key));
  return rank < 0 ? priorities.length : rank;
}

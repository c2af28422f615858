import { matchesGlob } from "@crosstag/core";
import type { MappedTag } from "../mapping/map-tag.ts";

/**
 * Tags that there is room for on the target, and those left over: the most important first, then by key. A tag that the
 * target has already needs no room.
 */
export function splitByCapacity(
  tags: readonly MappedTag[],
  own: ReadonlyMap<string, string>,
  limit: number,
  priorities: readonly string[],
): { readonly arriving: readonly MappedTag[]; readonly left: readonly MappedTag[] } {
  const fresh = tags.filter(({ to }) => !own.has(to.key));
  const room = Math.max(0, limit - own.size);
  if (fresh.length <= room) return { arriving: tags, left: [] };
  const ranked = fresh
    .map((tag) => ({ tag, rank: rankOf(tag.from.key, priorities) }))
    .toSorted((one, other) => one.rank - other.rank || (one.tag.from.key < other.tag.from.key ? -1 : 1));
  const left = new Set(ranked.slice(room).map(({ tag }) => tag));
  return { arriving: tags.filter((tag) => !left.has(tag)), left: tags.filter((tag) => left.has(tag)) };
}

function rankOf(key: string, priorities: readonly string[]): number {
  const rank = priorities.findIndex((glob) => matchesGlob(glob, key));
  return rank < 0 ? priorities.length : rank;
}

import type { TagSet } from "@crosstag/core";
import type { TagFix } from "../check/problem.ts";

/** The tags after one fix. */
export function applyFix(before: TagSet, { tagKey, value, from }: TagFix): TagSet {
  const tags = new Map(before);
  if (from !== undefined) tags.delete(from);
  if (value === undefined) tags.delete(tagKey);
  else tags.set(tagKey, value);
  return tags;
}

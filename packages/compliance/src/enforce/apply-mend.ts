import type { TagSet } from "@crosstag/core";
import type { Mend } from "../check/problem.ts";

/** The tags after one mend. */
export function applyMend(before: TagSet, { tagKey, value, from }: Mend): TagSet {
  const tags = new Map(before);
  if (from !== undefined) tags.delete(from);
  if (value === undefined) tags.delete(tagKey);
  else tags.set(tagKey, value);
  return tags;
}

import type { TagChange } from "../batching/batches.ts";
import type { TagSet } from "../model/tag-set.ts";
import { isReservedKey } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";

/** All tags that a resource has after a change. Tags that the cloud reserves stay. */
export function mergeTags(current: TagSet, change: TagChange, rules: TagRules): TagSet {
  if (change.type === "set") {
    const merged = new Map([...current, ...change.tags]);
    for (const key of change.alsoRemove ?? []) merged.delete(key);
    return merged;
  }
  const { tagKeys } = change;
  const isKept = (key: string) => (tagKeys === "all" ? isReservedKey(key, rules) : !tagKeys.includes(key));
  return new Map([...current].filter(([key]) => isKept(key)));
}

/** The keys of tags that are in one set and not, or with another value, in the other. */
export function differingKeys(one: TagSet, other: TagSet): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key));
}

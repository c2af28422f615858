import type { UndoableChange } from "./plan-request.ts";
import type { TagSet } from "../model/tag-set.ts";

/** The tags that take a run's change back; or the tag keys that are neither as the run found them nor as it left them. */
export function undoChange(
  { before, set, remove }: UndoableChange,
  current: TagSet,
): { readonly tags: TagSet } | { readonly changedSince: readonly string[] } {
  const tags = new Map(current);
  const changedSince: string[] = [];
  for (const [key, was] of Object.entries(before)) {
    const there = current.get(key);
    const left = Object.hasOwn(set, key) ? set[key] : undefined;
    const touched = left !== undefined || remove.includes(key);
    if (!touched || there === (was ?? undefined)) continue;
    if (there !== left) changedSince.push(key);
    else if (was === null) tags.delete(key);
    else tags.set(key, was);
  }
  return changedSince.length > 0 ? { changedSince } : { tags };
}

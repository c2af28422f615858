import type { PlannedResourceChange } from "../plan/plan-entry.ts";
import { isReservedKey, tagLimit } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { TagImage } from "./run-record.ts";

/** What a resource read just before writing says about its planned change. */
export type ChangeDecision =
  /** What is still to be done, with what is there now. */
  | { readonly do: "write"; readonly before: TagImage; readonly set: TagSet; readonly remove: ReadonlySet<string> }
  /** Everything is as the plan wants it. */
  | { readonly do: "nothing" }
  /** These tag keys are neither as the plan found them nor as it wants them. */
  | { readonly do: "skip"; readonly reason: "changed-since-plan"; readonly tagKeys: readonly string[] }
  | { readonly do: "skip"; readonly reason: "over-limit" };

/** Compares, tag key by tag key, only what the plan touches: other programs tag, too. Pure. */
export function decideChange(entry: PlannedResourceChange, current: TagSet, rules: TagRules): ChangeDecision {
  const set = new Map<string, string>();
  const remove = new Set<string>();
  const before: Record<string, string | null> = {};
  const moved: string[] = [];
  for (const [key, value] of Object.entries(entry.set)) {
    const there = current.get(key);
    if (there === value) continue;
    if (there === valueOf(entry.before, key)) set.set(key, value);
    else moved.push(key);
    put(before, key, there ?? null);
  }
  for (const key of entry.remove) {
    const there = current.get(key);
    if (there === undefined) continue;
    if (there === valueOf(entry.before, key)) remove.add(key);
    else moved.push(key);
    put(before, key, there);
  }
  if (moved.length > 0) return { do: "skip", reason: "changed-since-plan", tagKeys: moved };
  if (set.size === 0 && remove.size === 0) return { do: "nothing" };
  return exceedsLimit(entry, current, set, rules)
    ? { do: "skip", reason: "over-limit" }
    : { do: "write", before, set, remove };
}

/** The most tags that the resource would carry on the way: what goes first is gone, what comes is there. */
function exceedsLimit(entry: PlannedResourceChange, current: TagSet, set: TagSet, rules: TagRules): boolean {
  const added = [...set.keys()].filter((key) => !current.has(key)).length;
  if (added === 0) return false;
  const first = new Set(entry.removeFirst);
  const kept = [...current.keys()].filter((key) => !first.has(key) && !isReservedKey(key, rules)).length;
  return kept + added > tagLimit(rules);
}

function valueOf(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A tag key may be any word, `__proto__` included. */
function put<Value>(record: Record<string, Value>, key: string, value: Value): void {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}

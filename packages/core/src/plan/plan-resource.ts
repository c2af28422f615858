import type { ResourceKind } from "../model/reference.ts";
import { isReservedKey, tagLimit } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { TagSet } from "../model/tag-set.ts";
import { toTagRecord } from "../model/tag-set.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { PlannedResourceChange, PlanSkipReason, SkippedResource, UnreadableResource } from "./plan-entry.ts";

/** The name that all entries of a resource begin with. */
export interface PlannedResource {
  readonly scope: string;
  readonly endpoint?: string;
  readonly reference: string;
  readonly kind: ResourceKind;
}

/**
 * The change from the current to the desired tags; undefined if they are the same. Tags are added before others are
 * removed, so that a resource is never without tags. Only if its limit would be exceeded, as many as needed are removed
 * first.
 */
export function planResource(
  resource: PlannedResource,
  before: TagSet,
  desired: TagSet,
  rules: TagRules,
): PlannedResourceChange | SkippedResource | undefined {
  // Plain loops: a plan of a million resources comes through here.
  const set = new Map<string, string>();
  let added = 0;
  for (const [key, value] of desired) {
    const there = before.get(key);
    if (there === value) continue;
    set.set(key, value);
    if (there === undefined) added += 1;
  }
  const remove: string[] = [];
  const own = new Map<string, string>();
  for (const [key, value] of before) {
    if (!desired.has(key)) remove.push(key);
    if (!isReservedKey(key, rules)) own.set(key, value);
  }
  if (set.size === 0 && remove.length === 0) return undefined;
  remove.sort();
  const limit = tagLimit(rules);
  const tooMany = own.size + added - limit;
  if (added > 0 && tooMany > remove.length) {
    return skipResource(
      resource,
      "over-limit",
      `It would have ${own.size + added - remove.length} tags; ${rules.title} allows ${limit}.`,
      [...set.keys()].filter((key) => !before.has(key)),
    );
  }
  const removeFirst = added > 0 && tooMany > 0 ? leastMissed(remove, before, set).slice(0, tooMany) : [];
  return {
    ...resource,
    action: "change",
    before: toTagRecord(own),
    set: toTagRecord(set),
    remove,
    ...(removeFirst.length > 0 && { removeFirst: removeFirst.toSorted() }),
  };
}

export function skipResource(
  resource: PlannedResource,
  reason: PlanSkipReason,
  detail: string,
  tagKeys?: readonly string[],
): SkippedResource {
  return { ...resource, action: "skip", reason, detail, ...(tagKeys !== undefined && { tagKeys }) };
}

export function unreadableResource(
  resource: PlannedResource,
  { code, message, hint, requestId }: CrosstagError,
): UnreadableResource {
  const error = { code, message, ...(hint !== undefined && { hint }), ...(requestId !== undefined && { requestId }) };
  return { ...resource, action: "unreadable", error };
}

/** A tag whose value is about to be written under another key is removed last: its absence matters most. */
function leastMissed(remove: readonly string[], before: TagSet, set: TagSet): readonly string[] {
  const values = new Set(set.values());
  const isMoved = (key: string) => values.has(before.get(key) ?? "");
  return [...remove.filter((key) => !isMoved(key)), ...remove.filter(isMoved)];
}

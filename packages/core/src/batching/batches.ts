import type { CallLimits } from "../driver/call-limits.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { TagSet } from "../model/tag-set.ts";
import { isReservedKey } from "../rules/check-tags.ts";
import type { TagRules } from "../rules/tag-rules.ts";

/** The same change for several resources. */
export type TagChange =
  | { readonly type: "set"; readonly tags: ReadonlyMap<string, string> }
  | { readonly type: "remove"; readonly tagKeys: readonly string[] | "all" };

/** Resources of one kind that fit in one wire call, and the chunks of the change, one wire call each. */
export interface WriteBatch<Target> {
  readonly kind: ResourceKind;
  readonly targets: readonly Target[];
  readonly changes: readonly TagChange[];
}

/** The fewest calls that make one change to many resources: as many resources and tags in each as the cloud takes. */
export function writeBatches<Target extends { readonly kind: ResourceKind }>(
  targets: readonly Target[],
  change: TagChange,
  limits: CallLimits,
): readonly WriteBatch<Target>[] {
  const byKind = change.type === "set" ? limits.writeTags : limits.removeTags;
  const batches: WriteBatch<Target>[] = [];
  for (const [kind, ofKind] of groupBy(targets, (target) => target.kind)) {
    const limit = byKind[kind] ?? { resources: 1, tags: 1 };
    const changes = splitChange(change, limit.tags);
    for (const chunk of split(ofKind, limit.resources)) batches.push({ kind, targets: chunk, changes });
  }
  return batches;
}

function splitChange(change: TagChange, size: number): readonly TagChange[] {
  if (change.type === "set") {
    // As nearly always: nothing to split, so nothing to copy.
    if (change.tags.size > 0 && change.tags.size <= size) return [change];
    return split([...change.tags], size).map((tags) => ({ type: "set", tags: new Map(tags) }));
  }
  if (change.tagKeys === "all" || (change.tagKeys.length > 0 && change.tagKeys.length <= size)) return [change];
  return split(change.tagKeys, size).map((tagKeys) => ({ type: "remove", tagKeys }));
}

/** Tag keys that a change is about; for "all" none can be named. */
export function changedKeys(change: TagChange): readonly string[] {
  if (change.type === "set") return [...change.tags.keys()];
  return change.tagKeys === "all" ? [] : change.tagKeys;
}

/** True if the tags are as the change would leave them. Only the keys of the change count: other programs tag, too. */
export function showsChange(change: TagChange, tags: TagSet, rules: TagRules): boolean {
  if (change.type === "set") return [...change.tags].every(([key, value]) => tags.get(key) === value);
  if (change.tagKeys !== "all") return change.tagKeys.every((key) => !tags.has(key));
  return [...tags.keys()].every((key) => isReservedKey(key, rules));
}

/** Consecutive chunks of at most `size` items. */
export function split<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  if (items.length <= size) return items.length === 0 ? [] : [items];
  const chunks: (readonly Item[])[] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}

/** Two halves, the first the larger by one if the number is odd. */
export function halve<Item>(items: readonly Item[]): readonly [readonly Item[], readonly Item[]] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}

/** Items by a key of theirs, in the order in which the keys were first met. */
export function groupBy<Item, Key>(
  items: Iterable<Item>,
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The item at an index that is known to be in the list; the caller answers for that. */
export function itemAt<Item>(items: ArrayLike<Item>, index: number): Item {
  return items[index] as Item;
}

/**
 * A value that is known to be there.
 * @throws TypeError if it is not
 */
export function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError("A value that must be there is not.");
  return value;
}

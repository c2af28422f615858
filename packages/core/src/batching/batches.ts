import { writeShapes } from "../driver/write-shapes.ts";
import type { ShapeProfile, WriteShape } from "../driver/write-shapes.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { TagSet } from "../model/tag-set.ts";
import { isReservedKey } from "../rules/check-tags.ts";
import { tileShapes } from "./tile-shapes.ts";
import type { ShapeColumns } from "./tile-shapes.ts";
import type { TagRules } from "../rules/tag-rules.ts";

/** The same change for several resources. */
export type TagChange = (
  | {
      readonly type: "set";
      readonly tags: ReadonlyMap<string, string>;
      /** Tag keys to remove in the same call, by `changeTags`. Absent: none. */
      readonly alsoRemove?: readonly string[];
    }
  | { readonly type: "remove"; readonly tagKeys: readonly string[] | "all" }
) & {
  /** The shape of its calls, as in `CallShape`. Absent: the main one. */
  readonly shape?: string;
};

/** Resources of one kind, and the chunks of the change, made one after the other. */
export interface WriteBatch<Target> {
  readonly kind: ResourceKind;
  readonly targets: readonly Target[];
  readonly changes: readonly BatchChange[];
}

/** A chunk of a change that fits in one wire call. */
interface BatchChange {
  readonly change: TagChange;
  /** Resources in one call. A batch with more resources takes several. */
  readonly resources: number;
}

/**
 * The calls of the least cost that make one change to many resources.
 * @param onlyAdds whether a target has none of the tag keys, so that a shape that only adds tags is possible. Default: it may have one
 */
export function writeBatches<Target extends { readonly kind: ResourceKind }>(
  targets: readonly Target[],
  change: TagChange,
  profile: ShapeProfile,
  onlyAdds: (target: Target) => boolean = () => false,
): readonly WriteBatch<Target>[] {
  const batches: WriteBatch<Target>[] = [];
  const operation = change.type === "set" ? "writeTags" : "removeTags";
  const isAll = change.type === "remove" && change.tagKeys === "all";
  for (const [kind, ofKind] of groupBy(targets, (target) => target.kind)) {
    if (!isAll && profile.limits.shapes?.[operation]?.[kind] !== undefined) {
      batches.push(...shapedBatches(ofKind, change, writeShapes(profile, operation, kind), onlyAdds));
      continue;
    }
    const { resources, tags } = profile.limits[operation][kind] ?? { resources: 1, tags: 1 };
    const changes = splitChange(change, tags).map((chunk) => ({ change: chunk, resources }));
    for (const chunk of split(ofKind, resources)) batches.push({ kind, targets: chunk, changes });
  }
  return batches;
}

type Shapes = readonly [main: WriteShape, ...others: WriteShape[]];

/** The calls of the least cost that make one change to resources of one kind, in the shapes that the cloud has. */
function shapedBatches<Target extends { readonly kind: ResourceKind }>(
  targets: readonly Target[],
  change: TagChange,
  shapes: Shapes,
  onlyAdds: (target: Target) => boolean,
): readonly WriteBatch<Target>[] {
  const [main, ...others] = shapes;
  const always: Shapes = [main, ...others.filter(({ addsOnly }) => !addsOnly)];
  const together = batchesIn(targets, change, always);
  if (always.length === shapes.length) return together;
  const apart = [
    ...batchesIn(targets.filter(onlyAdds), change, shapes),
    ...batchesIn(
      targets.filter((target) => !onlyAdds(target)),
      change,
      always,
    ),
  ];
  return costOf(apart, shapes) < costOf(together, shapes) ? apart : together;
}

function batchesIn<Target extends { readonly kind: ResourceKind }>(
  targets: readonly Target[],
  change: TagChange,
  shapes: Shapes,
): readonly WriteBatch<Target>[] {
  if (targets.length === 0) return [];
  const { kind } = itemAt(targets, 0);
  const batches: WriteBatch<Target>[] = [];
  const size = change.type === "set" ? change.tags.size : change.tagKeys.length;
  let from = 0;
  for (const { resources, columns } of tileShapes(targets.length, size, shapes)) {
    const changes = changesOf(change, columns);
    const most = Math.max(...columns.map(({ shape }) => shape.resources));
    for (const chunk of split(targets.slice(from, from + resources), most))
      batches.push({ kind, targets: chunk, changes });
    from += resources;
  }
  return batches;
}

/** The change in the shapes of its columns. */
function changesOf(change: TagChange, columns: readonly ShapeColumns[]): readonly BatchChange[] {
  const changes: BatchChange[] = [];
  let from = 0;
  for (const { shape, tags } of columns) {
    const name = shape.shape === undefined ? {} : { shape: shape.shape };
    for (const chunk of splitChange(sliceOf(change, from, from + tags), shape.tags))
      changes.push({ change: { ...chunk, ...name }, resources: shape.resources });
    from += tags;
  }
  return changes;
}

function sliceOf(change: TagChange, from: number, to: number): TagChange {
  if (change.type === "set") return { type: "set", tags: new Map([...change.tags].slice(from, to)) };
  return { type: "remove", tagKeys: change.tagKeys === "all" ? "all" : change.tagKeys.slice(from, to) };
}

function costOf(batches: readonly WriteBatch<unknown>[], shapes: Shapes): number {
  const secondsOf = new Map(shapes.map(({ shape, seconds }) => [shape, seconds]));
  let cost = 0;
  for (const { targets, changes } of batches)
    for (const { change, resources } of changes)
      cost += Math.ceil(targets.length / resources) * (secondsOf.get(change.shape) ?? 0);
  return cost;
}

/** Chunks of a change with so many tags each. */
export function splitChange(change: TagChange, size: number): readonly TagChange[] {
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
  if (change.type === "set") return [...change.tags.keys(), ...(change.alsoRemove ?? [])];
  return change.tagKeys === "all" ? [] : change.tagKeys;
}

/** True if the tags are as the change would leave them. Only the keys of the change count: other programs tag, too. */
export function showsChange(change: TagChange, tags: TagSet, rules: TagRules): boolean {
  if (change.type === "set")
    return (
      [...change.tags].every(([key, value]) => tags.get(key) === value) &&
      (change.alsoRemove ?? []).every((key) => !tags.has(key))
    );
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

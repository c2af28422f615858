import type { CallLimits } from "../driver/call-limits.ts";
import type { ResourceKind } from "../model/reference.ts";
import { groupBy, split } from "./split.ts";

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

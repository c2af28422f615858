import { itemAt } from "../batching/batches.ts";
import { quotaOf } from "../driver/quota-of.ts";
import { callSeconds, CHANGE_SHAPE } from "../driver/write-shapes.ts";
import type { ShapeProfile } from "../driver/write-shapes.ts";
import type { PlannedResourceChange } from "./plan-entry.ts";
import { stepCalls } from "./step-calls.ts";
import type { PlannedCall } from "./step-calls.ts";

/** The calls of the least cost that make the changes, found quickly. No call changes what an entry does not say. */
export function planCalls(entries: readonly PlannedResourceChange[], profile: ShapeProfile): readonly PlannedCall[] {
  const separate = stepCalls(entries, entries.keys(), profile);
  if (profile.limits.changeTags === undefined) return separate;
  let best = { calls: separate, cost: costOf(separate, profile) };
  for (const combined of candidates(entries, separate, profile)) {
    const others = [...entries.keys()].filter((position) => !combined.has(position));
    const calls = [
      ...stepCalls(entries, others, profile),
      ...[...combined].map((position) => combinedCall(position, itemAt(entries, position))),
    ];
    const cost = costOf(calls, profile);
    if (cost < best.cost - 1e-9) best = { calls, cost };
  }
  return best.calls;
}

/** Entries that one call each could change: those with calls of their own, and all of them. */
function candidates(
  entries: readonly PlannedResourceChange[],
  separate: readonly PlannedCall[],
  profile: ShapeProfile,
): readonly ReadonlySet<number>[] {
  const possible = [...entries.keys()].filter((position) => canCombine(itemAt(entries, position), profile));
  if (possible.length === 0) return [];
  const ownCalls = new Map<number, number>();
  for (const { resources } of separate) {
    const [only] = resources;
    if (only !== undefined && resources.length === 1) ownCalls.set(only, (ownCalls.get(only) ?? 0) + 1);
  }
  const withOwn = (least: number) => new Set(possible.filter((position) => (ownCalls.get(position) ?? 0) >= least));
  const sets = [withOwn(2), withOwn(1), withOwn(0)];
  return sets.filter(({ size }, at) => size > 0 && size !== sets[at - 1]?.size);
}

function canCombine(
  { kind, set, remove, removeFirst = [] }: PlannedResourceChange,
  { limits, quotas }: ShapeProfile,
): boolean {
  const most = limits.changeTags?.[kind]?.tags ?? 0;
  const [sets, removals] = [Object.keys(set).length, remove.length];
  if (sets === 0 || removals === 0 || sets > most || removals > most) return false;
  // Without a quota its pace is not known; and whether a full resource may change so is not known either.
  return removeFirst.length === 0 && quotaOf(quotas, "writeTags", kind, CHANGE_SHAPE) !== undefined;
}

function combinedCall(position: number, { kind, set, remove }: PlannedResourceChange): PlannedCall {
  const tags = new Map(Object.entries(set));
  return {
    step: 1,
    kind,
    resources: [position],
    change: { type: "set", tags, alsoRemove: remove, shape: CHANGE_SHAPE },
  };
}

function costOf(calls: readonly PlannedCall[], { quotas }: ShapeProfile): number {
  return calls.reduce(
    (sum, { step, kind, change }) =>
      sum + callSeconds(quotas, step === 1 ? "writeTags" : "removeTags", kind, change.shape),
    0,
  );
}

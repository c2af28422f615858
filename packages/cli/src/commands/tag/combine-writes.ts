import { countOutcomes, type Outcome, type PlannedChange, type WriteResult } from "@crosstag/core";

/** Whether tags may be removed from a resource after tags were set on it. */
export function mayRemove({ status, ...outcome }: Outcome): boolean {
  if (status === "skipped") return "reason" in outcome && outcome.reason !== "not-started";
  return status === "changed" || status === "unchanged";
}

/**
 * The result of setting tags, and then of removing tags from the same resources, as one result with one outcome for each.
 * @param keys the tag keys that were to be set and removed
 */
export function combineWrites(tagged: WriteResult, untagged: WriteResult, keys: PlannedChange): WriteResult {
  const removed = new Map(untagged.outcomes.map((outcome) => [outcome.reference, outcome]));
  const outcomes = tagged.outcomes.map((first) => {
    const second = removed.get(first.reference);
    return second === undefined ? first : combine(first, second, keys);
  });
  const stopped = [...(tagged.stopped ?? []), ...(untagged.stopped ?? [])];
  return {
    outcomes,
    counts: countOutcomes(outcomes),
    warnings: [...tagged.warnings, ...untagged.warnings],
    calls: addCalls(tagged.calls, untagged.calls),
    ...(stopped.length > 0 && { stopped }),
  };
}

function combine(first: Outcome, second: Outcome, keys: PlannedChange): Outcome {
  const { resource, reference, provider } = first;
  const base = {
    resource,
    reference,
    provider,
    attempts: first.attempts + second.attempts,
    requestIds: [...first.requestIds, ...second.requestIds],
  };
  if (first.status === "skipped" && second.status === "skipped" && first.reason === "dry-run")
    return { ...first, ...base, change: joined(first.change, second.change) };
  if (!isDone(second)) return first.status === "changed" ? inPart(second, base, keys) : { ...second, ...base };
  if (first.status === "changed" || second.status === "unchanged") return { ...first, ...base };
  return { ...second, ...base };
}

/** A resource with nothing but reserved tags needs no change. */
function isDone({ status, ...outcome }: Outcome): boolean {
  return status === "changed" || status === "unchanged" || ("reason" in outcome && outcome.reason !== "not-started");
}

/** The tags were set, and not all of the others were removed. */
function inPart(second: Outcome, base: Omit<Outcome, "status">, { set, remove }: PlannedChange): Outcome {
  if (second.status === "changed" || second.status === "unchanged") return { ...second, ...base };
  const { done, left } = second.partial ?? { done: { remove: [] }, left: { remove } };
  return {
    ...second,
    ...base,
    appliedKeys: [...set, ...done.remove],
    partial: { done: { set, remove: done.remove }, left: { set: [], remove: left.remove } },
  };
}

function joined(one: PlannedChange | undefined, other: PlannedChange | undefined): PlannedChange {
  return {
    set: [...(one?.set ?? []), ...(other?.set ?? [])],
    remove: [...(one?.remove ?? []), ...(other?.remove ?? [])],
  };
}

/** The number of calls of two requests, by operation. */
export function addCalls(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const total = new Map(Object.entries(one));
  for (const [operation, count] of Object.entries(other)) total.set(operation, (total.get(operation) ?? 0) + count);
  return Object.fromEntries(total);
}

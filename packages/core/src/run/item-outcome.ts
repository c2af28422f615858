import { partialChange } from "../model/outcome.ts";
import type { Outcome } from "../model/outcome.ts";
import type { RunItem } from "./run-item.ts";

/** The outcome of a resource with what the whole run has done of its change, and with what is not known of earlier parts. */
export function asOfRun(item: RunItem, outcome: Outcome): Outcome {
  return withPartial(item, withEarlierDoubt(item, withShownKeys(item, ownKeysOnly(item, outcome))));
}

/** A call that resources share also writes tags that some of them have already: those are not news. */
function ownKeysOnly({ work }: RunItem, outcome: Outcome): Outcome {
  if (!("appliedKeys" in outcome) || outcome.appliedKeys === undefined) return outcome;
  const own = outcome.appliedKeys.filter((key) => work?.set.has(key) === true || work?.remove.has(key) === true);
  return { ...outcome, appliedKeys: own };
}

/** The tags that were sent, and that a reading after the failure shows as the plan wants them, can be the work of this run. */
function withShownKeys({ work, failure, sentKeys }: RunItem, outcome: Outcome): Outcome {
  if (work === undefined || failure?.tags === undefined) return outcome;
  if (outcome.status !== "failed" && outcome.status !== "unknown") return outcome;
  const { tags } = failure;
  const set = [...work.set].filter(([key, value]) => tags.get(key) === value).map(([key]) => key);
  const removed = [...work.remove].filter((key) => !tags.has(key));
  const shown = [...set, ...removed].filter((key) => sentKeys.includes(key));
  const appliedKeys = [...new Set([...(outcome.appliedKeys ?? []), ...shown])];
  return appliedKeys.length === 0 ? outcome : { ...outcome, appliedKeys };
}

/** Says what was made of the change, by an earlier part of the run, too, and what is left. */
function withPartial({ entry, work, doneBefore, partialBefore }: RunItem, outcome: Outcome): Outcome {
  if (outcome.status === "changed" || outcome.status === "unchanged") return outcome;
  // Nothing more is known of it than when the run was here before.
  if (work === undefined) return partialBefore === undefined ? outcome : { ...outcome, partial: partialBefore };
  const done = new Set([...(doneBefore ?? []), ...(outcome.appliedKeys ?? [])]);
  const isConcerned = (key: string) => done.has(key) || work.set.has(key) || work.remove.has(key);
  const wanted = { set: Object.keys(entry.set).filter(isConcerned), remove: entry.remove.filter(isConcerned) };
  const partial = partialChange(wanted, done);
  if (partial === undefined) return outcome;
  return { ...outcome, appliedKeys: [...partial.done.set, ...partial.done.remove], partial };
}

/**
 * Neither a call nor the reading after a refusal has said anything of some tags that an earlier part may have changed: to say that
 * it failed would deny that.
 */
function withEarlierDoubt({ work, wasOpen, sentKeys, appliedKeys, failure }: RunItem, outcome: Outcome): Outcome {
  // Of a resource that is not there nothing can be unknown.
  if (outcome.status !== "failed" || outcome.error.code === "not-found") return outcome;
  if (work === undefined || wasOpen !== true) return outcome;
  const { tags } = failure ?? {};
  const isAsBefore = (key: string) => tags !== undefined && tags.get(key) === work.current.get(key);
  const isTold = (key: string) => sentKeys.includes(key) || appliedKeys.includes(key) || isAsBefore(key);
  return [...work.set.keys(), ...work.remove].every(isTold) ? outcome : { ...outcome, status: "unknown" };
}

import type { PlanCost, PlanSummary } from "@crosstag/core";
import { describeRate } from "@crosstag/core/internal";
import { describeCount } from "./describe-count.ts";
import { describeDuration } from "./describe-duration.ts";
import { describeNumber } from "./describe-number.ts";
import { printableLine } from "./printable.ts";

/** What a plan comes to, in one sentence. */
export function describePlanSummary({
  resources,
  changes,
  unchanged,
  skipped,
  unreadable,
  tagsAdded,
  tagsChanged,
  tagsRemoved,
}: PlanSummary): string {
  const leftAlone = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  const rest = `${describeNumber(unchanged)} unchanged, ${describeNumber(leftAlone)} skipped, ${describeNumber(unreadable)} unreadable.`;
  if (changes > 0) {
    const tags = `${describeCount(tagsAdded, "tag")} to add, ${describeNumber(tagsChanged)} to change, ${describeNumber(tagsRemoved)} to remove`;
    return `Plan: ${describeCount(changes, "resource")} to change (${tags}), ${rest}`;
  }
  if (resources === 0) return "Nothing to change: no resource was selected.";
  if (unchanged < resources) return `Nothing to change: ${rest}`;
  return unchanged === 1
    ? "Nothing to change: the resource already has the desired tags."
    : `Nothing to change: all ${describeCount(unchanged, "resource")} already have the desired tags.`;
}

/** One line for each scope and quota; the time of all of them is the longest, since they are spent at once. */
export function describePlanCosts(costs: readonly PlanCost[]): readonly string[] {
  const times = costs.flatMap(({ seconds }) => (seconds === undefined ? [] : [seconds]));
  return [
    ...costs.map(describeCost),
    ...(times.length > 1 ? [`Together at least ${describeDuration(Math.max(...times))}, since they run at once.`] : []),
  ];
}

function describeCost({
  scope,
  quota,
  calls,
  requestsPerSecond,
  periodSeconds,
  countedPer,
  seconds,
}: PlanCost): string {
  const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
  const what = `${printableLine(scope)}: ${describeCount(total, `${printableLine(quota)} call`)}`;
  if (requestsPerSecond === undefined || seconds === undefined) return `${what}, which no known quota holds back.`;
  const rate = describeRate(
    { requestsPerSecond, ...(periodSeconds !== undefined && { periodSeconds }) },
    describeNumber,
  );
  const sharing = countedPer === "account" ? ", shared by all regions of the account" : "";
  return `${what} at ${rate}${sharing}: at least ${describeDuration(seconds)}.`;
}

import { formatCount, formatDuration } from "../parts/format.ts";
import type { PlanDocument } from "./plan-state.ts";

type PlanSummary = PlanDocument["summary"];
type PlanCost = PlanSummary["costs"][number];

/** All skipped resources, whatever the reason. */
export function skippedResources({ skipped }: Pick<PlanSummary, "skipped">): number {
  return sum(Object.values(skipped));
}

/** The shortest time that these calls can take, in seconds: all quotas are spent at once. 0 if no quota is known. */
export function shortestSeconds(costs: readonly PlanCost[]): number {
  return Math.max(0, ...costs.map(({ seconds = 0 }) => seconds));
}

/** The number of these calls. */
export function callsOf(costs: readonly PlanCost[]): number {
  return sum(costs.flatMap(({ calls }) => Object.values(calls)));
}

/** `12 calls, in 3 min or more`. */
export function describeSpending(calls: number, seconds: number): string {
  const time = seconds < 1 ? "within about a second" : `in ${formatDuration(seconds)} or more`;
  return `${formatCount(calls, "call")}, ${time}`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

import type { PlanCost } from "@crosstag/core";
import { describeRate, groupBy, parseScopeName } from "@crosstag/core/internal";
import { describeCount } from "./describe-count.ts";
import { describeDuration } from "./describe-duration.ts";
import { describeNumber } from "./describe-number.ts";
import { printableLine } from "./printable.ts";

/** So many accounts and regions with the same quota have a line each; more have one together. */
const MOST_LINES = 3;

/**
 * What a plan spends: a line for each cloud, account, region and quota; one for all of a cloud that have the same quota, if
 * there are more than a few. The time of all of them is the longest, since they are spent at once.
 * @param expand a line for each in any case
 */
export function describePlanCosts(
  costs: readonly PlanCost[],
  { expand = false }: { readonly expand?: boolean | undefined } = {},
): readonly string[] {
  const groups = groupBy(costs, quotaOf);
  // Lines stay in the order of the plan; a group has its line where its first member is.
  const lines = costs.flatMap((cost) => {
    const group = groups.get(quotaOf(cost)) ?? [];
    if (expand || group.length <= MOST_LINES) return [describeCost(cost)];
    return group[0] === cost ? [describeGroup(group, cost)] : [];
  });
  const times = costs.flatMap(({ seconds }) => (seconds === undefined ? [] : [seconds]));
  return [
    ...lines,
    ...(times.length > 1 ? [`Together at least ${describeDuration(Math.max(...times))}, since they run at once.`] : []),
  ];
}

/** The same for costs that are spent in the same way, each in its account and region. */
function quotaOf(cost: PlanCost): string {
  const { quota, requestsPerSecond, periodSeconds, countedPer } = cost;
  return JSON.stringify([serviceOf(cost), quota, requestsPerSecond, periodSeconds, countedPer]);
}

/** The cloud, and the service if it is not that of keys. */
function serviceOf({ scope }: PlanCost): string {
  const { provider, service } = parseScopeName(scope) ?? { provider: scope };
  return service === undefined ? provider : `${provider} ${service}`;
}

function describeCost(cost: PlanCost): string {
  const { scope, quota, seconds } = cost;
  const what = `${printableLine(scope)}: ${describeCount(callsOf(cost), `${printableLine(quota)} call`)}`;
  const rate = rateOf(cost);
  if (rate === undefined || seconds === undefined) return `${what}, which no known quota holds back.`;
  return `${what} at ${rate}: at least ${describeDuration(seconds)}.`;
}

function describeGroup(group: readonly PlanCost[], first: PlanCost): string {
  const calls = group.reduce((sum, cost) => sum + callsOf(cost), 0);
  const where = `${printableLine(serviceOf(first))}, ${describeNumber(group.length)} accounts and regions`;
  const what = `${where}: ${describeCount(calls, `${printableLine(first.quota)} call`)}`;
  const rate = rateOf(first);
  const longest = group.reduce((most, cost) => ((cost.seconds ?? 0) > (most.seconds ?? 0) ? cost : most), first);
  if (rate === undefined || longest.seconds === undefined) return `${what}, which no known quota holds back.`;
  const time = `at least ${describeDuration(longest.seconds)}`;
  const differ = group.some(({ seconds }) => seconds !== longest.seconds);
  return `${what}, each at ${rate}: ${time}${differ ? `, the longest in ${printableLine(longest.scope)}` : ""}.`;
}

function callsOf({ calls }: PlanCost): number {
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
}

/** Undefined if no quota is known. */
function rateOf({ requestsPerSecond, periodSeconds, countedPer }: PlanCost): string | undefined {
  if (requestsPerSecond === undefined) return undefined;
  const rate = { requestsPerSecond, ...(periodSeconds !== undefined && { periodSeconds }) };
  const sharing = countedPer === "account" ? ", shared by all regions of the account" : "";
  return `${describeRate(rate, describeNumber)}${sharing}`;
}

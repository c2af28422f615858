import { z } from "zod";
import type { CheckSummary } from "./check-types.ts";

const KEY = "crosstag-trend";
/** Points that are kept of each policy. */
const MOST_POINTS = 60;

const trendPoint = z.object({
  checkedAt: z.string(),
  resources: z.number(),
  results: z.object({
    compliant: z.number(),
    violating: z.number(),
    suppressed: z.number(),
    "not-applicable": z.number(),
    error: z.number(),
  }),
});
const keptTrends = z.record(z.string(), z.array(trendPoint));

/** One check in counts. */
export type TrendPoint = z.output<typeof trendPoint>;

/** The counts of earlier checks of a policy in this browser, the earliest first. No names, no tags. */
export function keptTrend(policy: string): readonly TrendPoint[] {
  return readTrends()[policy] ?? [];
}

/** Keeps the counts of a complete check. A part of the resources would look like progress. */
export function keepTrendPoint(summary: CheckSummary): void {
  const point = trendPoint.safeParse(summary);
  if (!point.success || summary.incomplete.length > 0) return;
  const trends = readTrends();
  const points = [...(trends[summary.policy] ?? []), point.data].slice(-MOST_POINTS);
  localStorage.setItem(KEY, JSON.stringify({ ...trends, [summary.policy]: points }));
}

function readTrends(): z.output<typeof keptTrends> {
  try {
    const kept = keptTrends.safeParse(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
    return kept.success ? kept.data : {};
  } catch {
    return {};
  }
}

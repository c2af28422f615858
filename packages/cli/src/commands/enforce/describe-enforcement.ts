import type { PlanSummary } from "@crosstag/core";
import { describeCount } from "../../output/describe-count.ts";
import { describePlanSummary } from "../../output/describe-plan-summary.ts";

/**
 * What a plan of `enforce` comes to, in one sentence. That nothing is to change would be wrong beside findings that need
 * manual action, which no plan knows.
 */
export function describeEnforcement(
  summary: PlanSummary,
  { resources: manual, unread }: { readonly resources: number; readonly unread: number },
): string {
  if (summary.changes > 0 || manual + unread === 0) return describePlanSummary(summary);
  const parts = [
    ...(manual > 0 ? [`${describeCount(manual, "resource")} ${manual === 1 ? "needs" : "need"} manual action`] : []),
    ...(unread > 0 ? [`${describeCount(unread, "resource")} could not be read`] : []),
  ];
  return `Nothing can be fixed automatically: ${parts.join(", and ")}.`;
}

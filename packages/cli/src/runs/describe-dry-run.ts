import type { Plan } from "@crosstag/core";
import { describeCount } from "../output/describe-count.ts";
import type { RunSettings } from "../runs/run-options.ts";

/** What a dry run says below the plan: how far a run would go with `--limit`. */
export function describeDryRun({ header: { summary } }: Plan, { limits: { limit } }: RunSettings): string {
  const nothing = "Dry run: nothing was changed.";
  if (limit === undefined || limit >= summary.changes) return nothing;
  return `${nothing} With --limit ${limit}, a run would change ${limit} of ${describeCount(summary.changes, "resource")}, and then stop.`;
}

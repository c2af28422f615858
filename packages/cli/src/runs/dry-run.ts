import type { Plan } from "@crosstag/core";
import { planWithinLimit } from "@crosstag/core/internal";
import { describeCount } from "../output/describe-count.ts";
import { writePlan, type PlanView } from "../output/write-plan.ts";
import type { RunSettings } from "./run-options.ts";
import type { SelectedPlan } from "./selected-plan.ts";

/**
 * Shows what a run would do: with `--limit`, only the changes within the limit. As JSON, the plan is whole, because it is
 * read as a plan, with its digest.
 */
export async function writeDryRun(plan: Plan, view: PlanView, { limits }: RunSettings): Promise<void> {
  await writePlan(view.output.format === "table" ? planWithinLimit(plan, limits) : plan, view);
}

/**
 * What a dry run says below the plan: how far a run would go with `--limit`, and what it would leave.
 * @param selected what the selected clouds serve of the plan. Default: all of it
 */
export function describeDryRun(
  { header: { summary } }: Plan,
  { limits: { limit } }: RunSettings,
  selected?: Pick<SelectedPlan, "changes" | "left">,
): string {
  const nothing = "Dry run: nothing was changed.";
  if (selected?.left !== undefined) {
    const changes = Math.min(limit ?? selected.changes, selected.changes);
    const stop = changes < selected.changes ? ` It would stop at --limit ${limit}.` : "";
    return `${nothing} A run would change ${changes} of ${describeCount(summary.changes, "resource")} and leave ${selected.left}.${stop}`;
  }
  if (limit === undefined || limit >= summary.changes) return nothing;
  return `${nothing} With --limit ${limit}, a run would change ${limit} of ${describeCount(summary.changes, "resource")}, and then stop.`;
}

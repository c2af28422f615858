import type { Plan, PlanDraft, PlanEntry } from "@crosstag/core";
import { createPlan } from "@crosstag/core/node";

/** The plan of a draft, with its entries in memory. */
export async function planOf(draft: PlanDraft): Promise<Plan> {
  const entries: PlanEntry[] = [];
  for await (const entry of draft.entries) entries.push(entry);
  return createPlan(entries, draft.complete());
}

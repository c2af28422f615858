import type { Plan } from "../plan/plan.ts";
import type { PlanEntry } from "../plan/plan-entry.ts";
import type { ApplyPlanRequest } from "./apply-request.ts";
import { share } from "./share.ts";

/**
 * The plan with only the changes that a run with these limits would make, if none of them fails. Entries without a change
 * stay. The header is that of the whole plan.
 */
export function planWithinLimit(plan: Plan, { limit, canary }: Pick<ApplyPlanRequest, "limit" | "canary">): Plan {
  if (limit === undefined || limit >= plan.header.summary.changes) return plan;
  return {
    header: plan.header,
    entries: async function* (scope) {
      const left = await changesByScope(plan, limit, Math.min(canary ?? 0, limit));
      for await (const entry of plan.entries(scope)) {
        if (entry.action === "change" && !take(left, entry)) continue;
        yield entry;
      }
    },
  };
}

/** How many changes of each scope a run makes, in the order of the plan: the canaries of all scopes, then scope by scope. */
async function changesByScope(plan: Plan, limit: number, canary: number): Promise<Map<string, number>> {
  const changes = new Map<string, number>();
  for await (const { action, scope } of plan.entries())
    if (action === "change") changes.set(scope, (changes.get(scope) ?? 0) + 1);
  const canaries = share(changes, canary, "evenly");
  const rest = new Map([...changes].map(([scope, all]) => [scope, all - (canaries.get(scope) ?? 0)]));
  const others = share(rest, limit - canary, "in order");
  return new Map([...changes.keys()].map((scope) => [scope, (canaries.get(scope) ?? 0) + (others.get(scope) ?? 0)]));
}

function take(left: Map<string, number>, { scope }: PlanEntry): boolean {
  const count = left.get(scope) ?? 0;
  left.set(scope, count - 1);
  return count > 0;
}

import { createHash } from "node:crypto";
import { encodePlanEntry } from "../plan/plan-lines.ts";
import { PLAN_SCHEMA } from "../plan/plan.ts";
import type { Plan, PlanHeader } from "../plan/plan.ts";
import type { PlanEntry } from "../plan/plan-entry.ts";

/** The parts of a plan's header that its maker knows; the rest is counted or computed. */
export type PlanParts = Pick<PlanHeader, "origin" | "summary">;

/** Options for making a plan. */
export interface PlanOptions {
  /** For the time at which the plan is complete; default the system's clock. */
  readonly now?: () => Date;
}

/** A plan that is kept in memory, with the digest that it would have in a file. For large ones: `writePlanFile`. */
export function createPlan(
  entries: readonly PlanEntry[],
  { origin, summary }: PlanParts,
  { now = () => new Date() }: PlanOptions = {},
): Plan {
  const kept = [...entries];
  const hash = createHash("sha256");
  for (const entry of kept) hash.update(`${encodePlanEntry(entry)}\n`);
  const digest = `sha256:${hash.digest("hex")}`;
  return {
    header: { schema: PLAN_SCHEMA, createdAt: now().toISOString(), digest, origin, summary },
    async *entries(scope) {
      for (const entry of kept) if (scope === undefined || entry.scope === scope) yield entry;
    },
  };
}

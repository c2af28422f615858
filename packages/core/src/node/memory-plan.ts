import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
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

/**
 * So many entries are given before other work has its turn. Nothing else would let it in between: a worker that began 25
 * chunks of 300 entries sent no call for half a second.
 */
const AT_ONCE = 16;

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
      let given = 0;
      for (const entry of kept) {
        if (scope !== undefined && entry.scope !== scope) continue;
        if (given > 0 && given % AT_ONCE === 0) await nextTurn();
        given += 1;
        yield entry;
      }
    },
  };
}

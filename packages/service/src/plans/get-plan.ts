import { FORMAT_VERSION, type getPlan } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { findPlan } from "./find-plan.ts";
import { describePlan } from "./plan-document.ts";

/** Shows a plan with its decisions and runs. */
export function createGetPlan({ state }: ServiceContext): OperationHandler<typeof getPlan> {
  return async ({ plan: digest }, { caller }) => {
    const { plan, notes } = await findPlan(state, digest, caller);
    const runs = await state.runIndex.of(digest);
    const known = { header: plan.header, notes, runs };
    return { status: 200, document: { formatVersion: FORMAT_VERSION, ...describePlan(known, state.decisions) } };
  };
}

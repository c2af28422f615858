import { FORMAT_VERSION, type approvePlan } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { findPlan } from "./find-plan.ts";
import { describePlan } from "./plan-document.ts";

/** Records a decision about a plan. It is on disk before the answer is sent. */
export function createApprovePlan({ state }: ServiceContext): OperationHandler<typeof approvePlan> {
  return async ({ plan: digest, decision, by, note }, call) => {
    const { plan, notes } = await findPlan(state, digest, call.caller);
    await state.decisions.decide({ decision, digest, by, ...(note !== undefined && { note }) }, call);
    const known = { header: plan.header, notes, runs: await state.runIndex.of(digest) };
    return { status: 201, document: { formatVersion: FORMAT_VERSION, ...describePlan(known, state.decisions) } };
  };
}

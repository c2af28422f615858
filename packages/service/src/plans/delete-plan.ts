import { CrosstagError } from "@crosstag/core";
import { FORMAT_VERSION, type deletePlan } from "@crosstag/operations";
import { NOWHERE } from "../access/resource-places.ts";
import type { Caller } from "../caller.ts";
import type { OperationHandler } from "../operation-handler.ts";
import { refuseRunning } from "../runs/refuse-running.ts";
import type { ServiceContext } from "../service-context.ts";
import type { ServiceState } from "../service-state.ts";
import { findPlan } from "./find-plan.ts";

/** Deletes a plan that is for the caller. Who did it is on disk before the plan is gone. */
export function createDeletePlan({ state }: ServiceContext): OperationHandler<typeof deletePlan> {
  const { plans, decisions, runs } = state;
  return async ({ plan: digest, dryRun = false }, call) => {
    await allowDeletion(state, digest, call.caller);
    const deleted = !dryRun;
    await runs.withoutStart(digest, async () => {
      await refuseRunning(state, digest, "deletePlan");
      if (dryRun) return;
      await decisions.forget(digest, call);
      await plans.remove(digest);
    });
    return { status: 200, document: { formatVersion: FORMAT_VERSION, plan: digest, deleted } };
  };
}

/** What a damaged plan changes is not known: only a caller without limits may delete it. */
async function allowDeletion(state: ServiceState, digest: string, caller: Caller): Promise<void> {
  try {
    await findPlan(state, digest, caller);
  } catch (error) {
    if (!CrosstagError.is(error) || error.code !== "configuration") throw error;
    caller.allowChange([NOWHERE], "all");
  }
}

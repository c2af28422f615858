import type { readPlanEntries } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { findPlan } from "./find-plan.ts";

/** Shows what a plan changes, line by line. */
export function createReadPlanEntries({ state }: ServiceContext): OperationHandler<typeof readPlanEntries> {
  return async ({ plan: digest }, { caller }) => {
    const { plan } = await findPlan(state, digest, caller);
    return { lines: plan.entries() };
  };
}

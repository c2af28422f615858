import { FORMAT_VERSION, type listPlans } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { describePlan } from "./plan-document.ts";
import { isAllowed } from "./plan-reach.ts";

/** Names the plans that are for the caller. */
export function createListPlans({ state }: ServiceContext): OperationHandler<typeof listPlans> {
  return async (_input, { caller }) => {
    const { plans, damaged } = await state.plans.list();
    const runs = await state.runIndex.byPlan();
    const described = plans
      .filter(({ reach }) => isAllowed(caller, reach))
      .map(({ plan: { header }, notes }) =>
        describePlan({ header, notes, runs: runs.get(header.digest) ?? [] }, state.decisions),
      );
    const document = { formatVersion: FORMAT_VERSION, plans: described, ...(damaged.length > 0 && { damaged }) };
    return { status: 200, document };
  };
}

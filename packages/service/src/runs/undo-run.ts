import { FORMAT_VERSION, type undoRun } from "@crosstag/operations";
import type { PlanFile } from "@crosstag/core/node";
import type { OperationHandler } from "../operation-handler.ts";
import { allowReach, planReach } from "../plans/plan-reach.ts";
import type { ServiceContext } from "../service-context.ts";
import { allowedRun } from "./allowed-run.ts";
import { findIdleRun } from "./find-run.ts";

/** Takes a run back. The plan of the undo is kept beside the others. */
export function createUndoRun({ state }: ServiceContext): OperationHandler<typeof undoRun> {
  const { runs, runDocuments, plans, places } = state;
  return async ({ run, dryRun = false }, { caller }) => {
    await allowedRun(state, run, caller);
    await findIdleRun(runs.root, run);
    const confirm = async (plan: PlanFile) => {
      allowReach(caller, await planReach(plan, places));
      if (dryRun) return false;
      await plans.copy(plan, { createdBy: caller.name, origin: "undo" });
      return true;
    };
    const { header, folder } = await runs.undo(run, caller.name, confirm);
    const { digest, summary: planned } = header;
    if (folder === undefined)
      return { status: 200, document: { formatVersion: FORMAT_VERSION, plan: digest, undoes: run, planned } };
    const document = { formatVersion: FORMAT_VERSION, ...(await runDocuments.describe(folder)), planned };
    return { status: 202, document };
  };
}

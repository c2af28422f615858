import { CrosstagError } from "@crosstag/core";
import { earlierDoubts } from "@crosstag/core/internal";
import { loadRunState, refuseUndone, type RunFolder } from "@crosstag/core/node";
import { FORMAT_VERSION, type resumeRun } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { allowedRun } from "./allowed-run.ts";
import { findIdleRun } from "./find-run.ts";
import { refuseRunning } from "./refuse-running.ts";

/** Continues a run that was interrupted, or that ended with a rest or with changes that could not be read back. */
export function createResumeRun({ state }: ServiceContext): OperationHandler<typeof resumeRun> {
  const { runs, runDocuments, decisions } = state;
  return async ({ run, dryRun = false }, call) => {
    const folder = await allowedRun(state, run, call.caller);
    const before = await runDocuments.describe(folder);
    const { plan } = before;
    if (plan !== undefined && decisions.isRejected(plan)) throw rejected(run);
    const isOpen = before.ended !== "complete" || (await hasUnconfirmed(folder));
    if (isOpen) await refuseUndone(runs.root, run);
    if (isOpen && !dryRun) {
      await findIdleRun(runs.root, run);
      if (plan !== undefined) await refuseRunning(state, plan, "resumeRun");
      await decisions.resume(run, call);
      await runs.resume(run, { by: call.caller.name });
    }
    const document = { formatVersion: FORMAT_VERSION, ...(await runDocuments.describe(folder)) };
    return { status: isOpen && !dryRun ? 202 : 200, document };
  };
}

/** Whether reading has not confirmed all changes of a run. */
async function hasUnconfirmed({ journalPath }: RunFolder): Promise<boolean> {
  const state = await loadRunState(journalPath);
  return earlierDoubts(state).next().done !== true;
}

function rejected(run: string): CrosstagError {
  return new CrosstagError({
    code: "confirmation-required",
    operation: "resumeRun",
    message: `The plan of the run ${run} was rejected since. Nothing was sent.`,
    hint: "Approve the plan again, or undo the run.",
  });
}

import { CrosstagError } from "@crosstag/core";
import { FORMAT_VERSION, type cancelRun } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { allowedRun } from "./allowed-run.ts";

/** Stops a run in order. It does not continue by itself then, also not on the next start of the service. */
export function createCancelRun({ state }: ServiceContext): OperationHandler<typeof cancelRun> {
  const { runs, runDocuments, decisions } = state;
  return async ({ run, dryRun = false }, call) => {
    const folder = await allowedRun(state, run, call.caller);
    const before = await runDocuments.describe(folder);
    if (before.state === "running" && !runs.isUnderWay(run)) throw elsewhere(run);
    if (before.state !== "ended" && !dryRun) {
      await decisions.cancel(run, call);
      runs.stop(run);
    }
    const after = await runDocuments.describe(folder);
    const stops = after.state === "stopping" || after.state === "running";
    return { status: stops ? 202 : 200, document: { formatVersion: FORMAT_VERSION, ...after } };
  };
}

function elsewhere(run: string): CrosstagError {
  return new CrosstagError({
    code: "conflict",
    operation: "cancelRun",
    message: `Another process is applying the run ${run}, and this service cannot stop it.`,
    hint: "Stop that process: it ends the run in order.",
  });
}

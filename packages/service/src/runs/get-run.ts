import { FORMAT_VERSION, type getRun } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { allowedRun } from "./allowed-run.ts";

/** Shows how far a run is, or how it ended. */
export function createGetRun({ state }: ServiceContext): OperationHandler<typeof getRun> {
  return async ({ run }, { caller }) => {
    const folder = await allowedRun(state, run, caller);
    return { status: 200, document: { formatVersion: FORMAT_VERSION, ...(await state.runDocuments.describe(folder)) } };
  };
}

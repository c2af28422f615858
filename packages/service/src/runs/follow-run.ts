import { CrosstagError } from "@crosstag/core";
import { listRun } from "@crosstag/core/node";
import type { followRun } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { allowedRun } from "./allowed-run.ts";
import { followJournal } from "./follow-journal.ts";

/** Follows a run, of this process, an earlier one or the command. */
export function createFollowRun({ state }: ServiceContext): OperationHandler<typeof followRun> {
  const { runs, clock } = state;
  return async ({ run }, { caller, lastEventId, signal }) => {
    const after = parseEventId(lastEventId);
    const folder = await allowedRun(state, run, caller);
    const events = followJournal(folder.journalPath, {
      after,
      active: () => runs.active(run),
      isUnderWay: async () => runs.isUnderWay(run) || (await listRun(folder)).active,
      clock,
      signal,
    });
    return { events };
  };
}

function parseEventId(given: string | undefined): number {
  if (given === undefined) return 0;
  if (/^\d{1,15}$/.test(given)) return Number(given);
  throw new CrosstagError({
    code: "invalid-request",
    message: "`Last-Event-ID` is not a line of the journal: a whole number.",
    hint: "Send the id of the last event of this run, or leave the header out.",
  });
}

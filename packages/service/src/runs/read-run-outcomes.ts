import { loadRunState, type RunState } from "@crosstag/core/node";
import type { OperationAnswer, readRunOutcomes } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import type { ServiceContext } from "../service-context.ts";
import { allowedRun } from "./allowed-run.ts";

type RunOutcome = OperationAnswer<typeof readRunOutcomes>;

/** Shows what became of each resource so far. */
export function createReadRunOutcomes({ state }: ServiceContext): OperationHandler<typeof readRunOutcomes> {
  return async ({ run }, { caller }) => {
    const folder = await allowedRun(state, run, caller);
    const { state: reached } = await state.runDocuments.describe(folder);
    return { lines: outcomesOf(await loadRunState(folder.journalPath), reached === "interrupted") };
  };
}

/** @param cutOff whether no process applies the run, so that what it began stays open */
async function* outcomesOf(
  { outcomes, intents }: RunState,
  cutOff: boolean,
): AsyncGenerator<RunOutcome, void, undefined> {
  for (const { type: _, ...outcome } of outcomes.values()) yield outcome;
  if (!cutOff) return;
  for (const { scope, endpoint, reference } of intents.values())
    if (!outcomes.has(reference))
      yield {
        scope,
        ...(endpoint !== undefined && { endpoint }),
        reference,
        status: "unknown",
        message: "The run was cut off when it was about to change the resource.",
        hint: "Resume the run: it reads the resource, and makes what is left of the change.",
      };
}

import { CrosstagError } from "@crosstag/core";
import { FORMAT_VERSION, type startRun } from "@crosstag/operations";
import type { OperationHandler } from "../operation-handler.ts";
import { findPlan } from "../plans/find-plan.ts";
import type { ServiceContext } from "../service-context.ts";
import { callersPart } from "./callers-part.ts";
import { refuseRunning } from "./refuse-running.ts";

/** Starts the run of a plan that was approved. */
export function createStartRun({ state }: ServiceContext): OperationHandler<typeof startRun> {
  const { decisions, runs, runDocuments } = state;
  return async ({ plan: digest, dryRun = false, ...limits }, { caller }) => {
    const { plan } = await findPlan(state, digest, caller);
    const { changes } = plan.header.summary;
    const check = async () => {
      refuseUndecided(digest, decisions.of(digest).at(-1)?.decision);
      if (changes === 0) throw nothingToDo(digest);
      await refuseRunning(state, digest, "startRun");
    };
    const head = { formatVersion: FORMAT_VERSION } as const;
    if (dryRun) {
      await check();
      return { status: 200, document: { ...head, plan: digest, changes } };
    }
    const folder = await runs.start(plan, callersPart(caller.name, limits), check);
    return { status: 202, document: { ...head, ...(await runDocuments.describe(folder)) } };
  };
}

/** @throws CrosstagError `confirmation-required` unless the last decision is an approval */
function refuseUndecided(digest: string, decision: "approved" | "rejected" | undefined): void {
  if (decision === "approved") return;
  throw new CrosstagError({
    code: "confirmation-required",
    operation: "startRun",
    message: `The plan ${digest} ${decision === undefined ? "is not approved" : "was rejected"}. Nothing was sent.`,
    hint: `Read it, and approve it: POST /v1/plans/${digest}/decisions`,
  });
}

function nothingToDo(digest: string): CrosstagError {
  return new CrosstagError({
    code: "invalid-request",
    operation: "startRun",
    message: `The plan ${digest} changes nothing: there is nothing to run.`,
    hint: "Show the plan: its summary says what it skips.",
  });
}

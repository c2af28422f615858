import { CrosstagError } from "../model/crosstag-error.ts";
import { PLAN_SCHEMA } from "../plan/plan.ts";
import type { ApplyPlanRequest, EarlierRun } from "./apply-request.ts";

/** @throws CrosstagError `invalid-request` before anything is read or written */
export function checkApplyRequest(request: ApplyPlanRequest): void {
  const { plan, by, maximumFailures, limit, canary, maximumChanges, maximumAccounts }: Partial<ApplyPlanRequest> =
    request ?? {};
  if (typeof plan?.header !== "object" || plan.header === null || typeof plan.entries !== "function")
    throw refused("`plan` is not a plan. Nothing was sent.", "Pass what `createPlan` or `openPlanFile` returns.");
  const schema: string = plan.header.schema;
  if (schema !== PLAN_SCHEMA)
    throw refused(
      `The plan has the schema ${JSON.stringify(schema)}; this version applies ${PLAN_SCHEMA}.`,
      "Make the plan again.",
    );
  if (by !== undefined && typeof by !== "string")
    throw refused("`by` is not a text. Nothing was sent.", "Pass a name, or omit it.");
  checkCount("limit", limit);
  checkCount("canary", canary);
  checkCount("maximumChanges", maximumChanges);
  checkCount("maximumAccounts", maximumAccounts);
  checkMaximumFailures(maximumFailures);
  checkResume(request);
}

function checkCount(name: string, count: number | undefined): void {
  if (count !== undefined && !(Number.isInteger(count) && count >= 1))
    throw refused(`\`${name}\` is ${count}; it must be a whole number of at least 1.`, "Correct it, or omit it.");
}

function checkMaximumFailures(given: ApplyPlanRequest["maximumFailures"]): void {
  const isNumber = typeof given === "number" && Number.isInteger(given) && given >= 0;
  const isShare = typeof given === "string" && /^\d+(\.\d+)?%$/.test(given);
  if (given !== undefined && !isNumber && !isShare)
    throw refused(
      `\`maximumFailures\` is ${JSON.stringify(given)}; it must be a number such as 10, or a share such as "5%".`,
      "Correct it, or omit it.",
    );
}

/** The plan, the earlier run and the journal have to belong together: another run's outcomes are not this run's. */
function checkResume({ plan, run, resume, journal }: ApplyPlanRequest): void {
  const begun = journal?.start;
  if (resume === undefined) {
    if (begun === undefined) return;
    throw refused(
      `The journal already holds the run ${begun.run}. Nothing was sent.`,
      "To continue that run, pass its state as `resume`; to start another run, use a new journal.",
    );
  }
  const { start }: Partial<EarlierRun> = resume;
  if (start === undefined)
    throw refused("`resume` does not name its run. Nothing was sent.", "Pass what `loadRunState` returns.");
  if (start.plan !== plan.header.digest)
    throw refused(
      `\`resume\` is the state of run ${start.run}, which applied another plan. Nothing was sent.`,
      "Resume a run with the plan that it was started with; to apply this plan, omit `resume`.",
    );
  if (run !== undefined && run !== start.run)
    throw refused(
      `\`run\` is ${JSON.stringify(run)}, but \`resume\` is the state of run ${JSON.stringify(start.run)}. Nothing was sent.`,
      "Omit `run`, or pass the state of that run.",
    );
  if (begun !== undefined && (begun.run !== start.run || begun.plan !== start.plan))
    throw refused(
      `The journal holds the run ${begun.run}, but \`resume\` is the state of run ${start.run}. Nothing was sent.`,
      "Use the journal that the state was loaded from.",
    );
}

function refused(message: string, hint: string): CrosstagError {
  return new CrosstagError({ code: "invalid-request", operation: "applyPlan", message, hint });
}

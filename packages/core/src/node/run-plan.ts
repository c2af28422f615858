import { rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { CallOptions } from "../calls/call-options.ts";
import { fieldsOf } from "../text/fields-of.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { notify } from "../calls/notify.ts";
import type { PlanDraft } from "../plan/plan-request.ts";
import type { Plan } from "../plan/plan.ts";
import { CALL_OPTIONS } from "../calls/known-call-options.ts";
import { refuseUnknownOptions } from "../model/refuse-unknown-options.ts";
import type { OptionNames } from "../text/unknown-option.ts";
import type { ApplyPlanRequest } from "../run/apply-request.ts";
import type { RunJournal } from "../run/run-record.ts";
import type { RunResult } from "../run/run-result.ts";
import type { RunState } from "../run/run-state.ts";
import { withDraftFile } from "./draft-file.ts";
import { holdPlan } from "./hold-plan.ts";
import type { RunFolder } from "./run-folder.ts";
import type { PlanFile } from "./plan-file.ts";
import { openRunJournal, type RunJournalFile } from "./run-journal.ts";
import { refuseUndoOfCopy } from "./run-copy.ts";
import { createRun } from "./run-store.ts";
import { holdUndone } from "./stale-undo.ts";

/** What applies plans: a `Crosstag` object. */
export interface PlanApplier {
  /** As in `Crosstag`. */
  applyPlan(request: ApplyPlanRequest, options?: CallOptions): Promise<RunResult>;
}

/** A plan to run: one in memory, in a file, or one that is being made, such as `crosstag.planTags(…)` returns. */
export type PlanToRun = Plan | PlanFile | PlanDraft;

/** Options of a run, without the folder of all runs. */
export interface RunOptions
  extends
    CallOptions,
    Pick<
      ApplyPlanRequest,
      "by" | "limit" | "canary" | "maximumFailures" | "maximumChanges" | "maximumAccounts" | "verify" | "onOutcome"
    > {
  /** Continue although another run is applying the same plan. Default: false, which refuses that. */
  readonly allowConcurrent?: boolean | undefined;
  /**
   * Called once, when the first record of the run, or of this part of it, is on disk and before anything is changed. Until
   * then, a run leaves no trace. Its errors are ignored.
   */
  readonly onBegin?: ((run: RunFolder) => void) | undefined;
  /** The time of records and of the run's id. Default: the system's clock. */
  readonly now?: (() => Date) | undefined;
}

/** Options of `runPlan`. */
export interface RunPlanOptions extends RunOptions {
  /** The folder of all runs. Each run has a folder in it. The command works on the same runs with `--journal`. */
  readonly root: string;
}

const RUN_OPTIONS: OptionNames<RunOptions> = {
  ...CALL_OPTIONS,
  by: true,
  limit: true,
  canary: true,
  maximumFailures: true,
  maximumChanges: true,
  maximumAccounts: true,
  verify: true,
  onOutcome: true,
  allowConcurrent: true,
  onBegin: true,
  now: true,
};

/** A run that has ended, in whatever way; see `result.ended`. */
export interface FinishedRun extends RunFolder {
  /** The digest of its plan. */
  readonly plan: string;
  /** The result in counts. */
  readonly result: RunResult;
  /** Hash of the last record of the journal, to keep elsewhere; see `verifyRun`. Undefined: nothing was written. */
  readonly journalHash: string | undefined;
}

/**
 * Applies a plan as a run: with a folder, a copy of the plan and a journal, so that it can be resumed, undone and
 * verified. One run at a time applies a plan.
 * @throws CrosstagError as `applyPlan` does; `configuration` if the folder cannot be written, another run is applying the
 *   plan, or it undoes a run that is running or that workers can continue; `invalid-state` if it undoes a run that was resumed since it was
 *   planned. Nothing was sent then, and nothing is left behind
 */
export async function runPlan(crosstag: PlanApplier, plan: PlanToRun, options: RunPlanOptions): Promise<FinishedRun> {
  checkPlanToRun(plan);
  refuseUnknownOptions("runPlan", options, { root: true, ...RUN_OPTIONS });
  const { root, now } = options;
  if ("complete" in plan)
    return withDraftFile(plan, undefined, now === undefined ? {} : { now }, (file) => runPlan(crosstag, file, options));
  await refuseUndoOfCopy(root, plan.header);
  const undone = await holdUndone(root, plan.header);
  try {
    return await beginRun(crosstag, plan, options);
  } finally {
    await undone.release();
  }
}

async function beginRun(
  crosstag: PlanApplier,
  plan: Plan | PlanFile,
  { root, ...runOptions }: RunPlanOptions,
): Promise<FinishedRun> {
  const clock = runOptions.now === undefined ? {} : { now: runOptions.now };
  const run = await createRun(root, plan, clock);
  try {
    const journal = await openRunJournal(run.journalPath, clock);
    return await applyInRun(crosstag, { folder: run, plan: run.plan, journal }, runOptions);
  } catch (error) {
    // A run that wrote nothing has sent nothing.
    if ((await stat(run.journalPath)).size === 0) await rm(run.folder, { recursive: true, force: true });
    throw error;
  }
}

/** @throws CrosstagError `invalid-request` for what is neither a plan nor one that is being made */
function checkPlanToRun(plan: PlanToRun): void {
  const { complete, entries } = fieldsOf(plan);
  if (typeof complete === "function" || typeof entries === "function") return;
  throw new CrosstagError({
    code: "invalid-request",
    operation: "runPlan",
    message: "`plan` is not a plan. Nothing was sent.",
    hint: "Pass what `planTags`, `createPlan` or `openPlanFile` returns.",
  });
}

/** A run whose journal is open. */
export interface OpenRun {
  readonly folder: RunFolder;
  readonly plan: Plan;
  readonly journal: RunJournalFile;
  /** Where the run was interrupted. Undefined: it begins. */
  readonly state?: RunState | undefined;
}

/** Applies the plan of a run, or the rest of it. Closes the journal. */
export async function applyInRun(
  crosstag: PlanApplier,
  { folder: { id, folder, planPath, journalPath }, plan, journal, state }: OpenRun,
  options: RunOptions,
): Promise<FinishedRun> {
  refuseUnknownOptions("A run", options, RUN_OPTIONS);
  const run: RunFolder = { id, folder, planPath, journalPath };
  const {
    allowConcurrent = false,
    onBegin,
    now: _,
    by,
    limit,
    canary,
    maximumFailures,
    maximumChanges,
    maximumAccounts,
    verify,
    onOutcome,
    ...call
  } = options;
  try {
    const held = await holdPlan(dirname(folder), plan.header.digest, {
      run: id,
      hint: "Wait for it to end. To apply the plan twice at once, set `allowConcurrent`.",
      allowConcurrent,
    });
    try {
      const request = {
        plan,
        // A folder that was renamed does not make it another run.
        run: state?.start.run ?? id,
        journal: announcing(journal, () => notify(onBegin, run)),
        resume: state,
        by,
        limit,
        canary,
        maximumFailures,
        maximumChanges,
        maximumAccounts,
        verify,
        onOutcome,
      };
      const result = await crosstag.applyPlan(request, call);
      return { ...run, plan: plan.header.digest, result, journalHash: journal.head };
    } finally {
      await journal.close();
      await held.release();
    }
  } finally {
    await journal.close();
  }
}

/** A run begins when its first record is written: one that is refused before leaves no trace, and has no id. */
function announcing(journal: RunJournalFile, announce: () => void): RunJournal {
  let hasBegun = false;
  return {
    get start() {
      return journal.start;
    },
    append: (record) => {
      const written = journal.append(record);
      if (hasBegun) return written;
      hasBegun = true;
      return written.then(announce);
    },
  };
}

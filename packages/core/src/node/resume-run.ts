import { CrosstagError } from "../model/crosstag-error.ts";
import { earlierDoubts } from "../run/earlier-doubts.ts";
import type { RunState } from "../run/run-state.ts";
import { openPlanFile, type PlanFile } from "./plan-file.ts";
import { loadRunState } from "./read-run.ts";
import { refuseCopy } from "./run-copy.ts";
import { openRun, type RunFolder } from "./run-folder.ts";
import { openRunJournal, type RunJournalOptions } from "./run-journal.ts";
import { applyInRun, type FinishedRun, type PlanApplier, type RunOptions, type RunPlanOptions } from "./run-plan.ts";
import { holdUndone, type HeldUndone } from "./stale-undo.ts";
import { refuseUndone } from "./undone-run.ts";

/** A run that can be continued. No other process continues or undoes it until it is closed. */
export interface InterruptedRun extends RunFolder {
  /** The run's own copy of its plan. */
  readonly plan: PlanFile;
  /** What its journal says. Undefined: it was interrupted before its first record, and has sent nothing. */
  readonly state: RunState | undefined;
  /** Resources that the plan changes. */
  readonly changes: number;
  /** Of these, the ones that are changed, or did not have to be. */
  readonly done: number;
  /**
   * Of these, the changed ones that could not be read back, or did not show the change. `resume` reads them again, unless it is not
   * to verify.
   */
  readonly unconfirmed: number;
  /** Applies the rest, and closes the run. Changes that are done are not repeated. @throws CrosstagError as `runPlan` */
  resume(crosstag: PlanApplier, options?: RunOptions): Promise<FinishedRun>;
  /** Lets other processes use the run. */
  close(): Promise<void>;
}

/**
 * Opens a run to continue it.
 * @param run its id, the beginning of the id, `latest`, or the path of its folder
 * @throws CrosstagError `configuration` if there is no such run, it is running, it undoes one that is, it is a copy of one that
 *   workers continue, or its journal is damaged or belongs to another plan; `invalid-state` if another run has undone it, or it
 *   undoes a run that was resumed since
 */
export async function openInterruptedRun(
  root: string,
  run: string,
  options: RunJournalOptions = {},
): Promise<InterruptedRun> {
  const folder = await openRun(root, run);
  await refuseCopy(folder);
  // Opened first, so that nothing is added to it after it has been read.
  const journal = await openRunJournal(folder.journalPath, options);
  let undone: HeldUndone | undefined;
  const close = async () => {
    await journal.close();
    await undone?.release();
  };
  try {
    await refuseUndone(root, folder.id);
    const plan = await openPlanFile(folder.planPath);
    undone = await holdUndone(root, plan.header);
    const state = journal.start === undefined ? undefined : await loadRunState(folder.journalPath);
    if (state !== undefined && state.start.plan !== plan.header.digest) throw anotherPlan(folder);
    return {
      ...folder,
      plan,
      state,
      changes: state?.start.changes ?? plan.header.summary.changes,
      done: countDone(state),
      unconfirmed: state === undefined ? 0 : [...earlierDoubts(state)].length,
      resume: (crosstag, runOptions = {}) =>
        applyInRun(crosstag, { folder, plan, journal, state }, runOptions).finally(close),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Continues a run that was interrupted, and reads back what could not be read back then. A run that is complete stays as it is.
 * @param run as for `openInterruptedRun`
 * @throws CrosstagError as `openInterruptedRun` and `runPlan` do
 */
export async function resumeRun(
  crosstag: PlanApplier,
  run: string,
  { root, ...options }: RunPlanOptions,
): Promise<FinishedRun> {
  const interrupted = await openInterruptedRun(root, run, options.now === undefined ? {} : { now: options.now });
  return interrupted.resume(crosstag, options);
}

function countDone(state: RunState | undefined): number {
  const outcomes = [...(state?.outcomes.values() ?? [])];
  return outcomes.filter(({ status }) => status === "changed" || status === "unchanged").length;
}

function anotherPlan({ id, folder }: RunFolder): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The journal of run ${id} belongs to another plan than the one in its folder.`,
    hint: `Check the folder ${folder}. Make a new plan instead of continuing this run.`,
  });
}

import type { CallOptions } from "../calls/call-options.ts";
import type { PlanDraft, PlanUndoRequest } from "../plan/plan-request.ts";
import type { PlanHeader } from "../plan/plan.ts";
import { withDraftFile } from "./draft-file.ts";
import { holdRun } from "./hold-run.ts";
import type { PlanFile } from "./plan-file.ts";
import { openRun } from "./run-folder.ts";
import { undoneRun, undoOfUndo } from "./undone-run.ts";
import { runPlan, type FinishedRun, type PlanApplier, type RunPlanOptions } from "./run-plan.ts";

/** What undoes runs: a `Crosstag` object. */
export interface RunUndoer extends PlanApplier {
  /** As in `Crosstag`. */
  planUndo(request: PlanUndoRequest, options?: CallOptions): PlanDraft;
}

/** Options of `undoRun`. */
export interface UndoRunOptions extends RunPlanOptions {
  /** The file to keep the plan of the undo in. Default: none; the run of the undo has its own copy. */
  readonly planFile?: string | undefined;
  /**
   * Called with the plan of the undo before any tag is changed. False or an error ends here; `planFile` stays. Default:
   * the plan is applied.
   */
  readonly confirm?: ((plan: PlanFile) => boolean | Promise<boolean>) | undefined;
}

/** The undo of a run. */
export interface UndoneRun {
  /**
   * The plan of the undo. `summary.skipped["changed-since"]` counts resources that others have changed since the run,
   * `summary.skipped["not-configured"]` resources that no configured cloud serves: these are not undone.
   */
  readonly plan: PlanHeader;
  /** The run of the undo, which can be undone as well. Absent: nothing had to change, or it was not confirmed. */
  readonly run?: FinishedRun;
}

/**
 * Restores the tags from before a run, on every resource that still is as the run left it.
 * @param run its id, the beginning of the id, `latest`, or the path of its folder
 * @throws CrosstagError as `planUndo` and `runPlan` do; `configuration` if the run does not exist, or it is running;
 *   `confirmation-required` if `latest` is itself an undo and there is no `confirm`: undo it by its id
 */
export async function undoRun(crosstag: RunUndoer, run: string, options: UndoRunOptions): Promise<UndoneRun> {
  const { planFile, confirm = () => true, ...runOptions } = options;
  const { signal, timeoutMs, callTimeoutMs, retry, onEvent, now } = runOptions;
  const folder = await openRun(options.root, run);
  // Until the end, so that no process continues the run while it is undone.
  const held = await holdRun(folder);
  try {
    if (run === "latest" && options.confirm === undefined) {
      const undone = await undoneRun(folder);
      if (undone !== undefined) throw undoOfUndo(folder.id, undone);
    }
    const request = { run: folder.id, changes: held.state.intents.values(), begun: held.state.begun };
    const draft = crosstag.planUndo(request, { signal, timeoutMs, callTimeoutMs, retry, onEvent });
    return await withDraftFile(draft, planFile, now === undefined ? {} : { now }, async (plan) => {
      const { header } = plan;
      if (header.summary.changes === 0 || !(await confirm(plan))) return { plan: header };
      return { plan: header, run: await runPlan(crosstag, plan, runOptions) };
    });
  } finally {
    await held.release();
  }
}

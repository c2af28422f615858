import { stat } from "node:fs/promises";
import { join } from "node:path";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { PlanHeader } from "../plan/plan.ts";
import { joinLock } from "./hold-run.ts";
import { readRunRecords } from "./read-run.ts";
import { isRunId, runFolder } from "./run-folder.ts";

/** A run that is being undone, if the plan that is applied is an undo: until it is released, no process continues the run. */
export interface HeldUndone {
  /** Lets other processes continue the run. */
  release(): Promise<void>;
}

/**
 * Keeps a run from being resumed while its undo is applied. Refuses an undo if its run was resumed since the undo was planned, and has
 * begun more changes: these would stay, and both runs would end complete. Refuses it if a process continues the run now, which can begin
 * more at any time. A run of another folder or machine cannot be asked.
 * @param root the folder of all runs
 * @throws CrosstagError `invalid-state` if the run has begun more; `configuration` if a process uses the run, or its journal is damaged
 */
export async function holdUndone(root: string, { origin }: Pick<PlanHeader, "origin">): Promise<HeldUndone> {
  const nothing: HeldUndone = { release: () => Promise.resolve() };
  if (origin.type !== "undo" || !isRunId(origin.run)) return nothing;
  const { journalPath } = runFolder(join(root, origin.run));
  const isThere = await stat(journalPath).then(
    ({ size }) => size > 0,
    () => false,
  );
  if (!isThere) return nothing;
  const lock = await joinLock(journalPath, { refusal: (holder) => stillUsed(origin.run, holder) });
  try {
    if (origin.begun !== undefined) await refuseStale(origin.run, origin.begun, journalPath);
    return lock;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function refuseStale(run: string, planned: number, journalPath: string): Promise<void> {
  let begun = 0;
  for await (const { record } of readRunRecords(journalPath)) if (record.type === "intent") begun += 1;
  if (begun > planned) throw continuedSince(run, begun - planned, `crosstag undo ${run}`);
}

function stillUsed(run: string, holder: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    operation: "applyPlan",
    message: `The run ${run} is running, or another process is undoing it (${holder}): what it changes from now on would not be undone. Nothing was sent.`,
    hint: `Wait for that process to end, or stop it. Then plan the undo again: crosstag undo ${run}`,
  });
}

/**
 * The undo of a run that has begun more changes since the undo was planned.
 * @param command what plans the undo anew
 */
export function continuedSince(run: string, more: number, command: string): CrosstagError {
  return new CrosstagError({
    code: "invalid-state",
    operation: "applyPlan",
    message: `The run ${run} was resumed after its undo was planned, and has begun ${more} more ${more === 1 ? "change" : "changes"}, which would not be undone. Nothing was sent.`,
    hint: `To plan the undo again: ${command}`,
  });
}

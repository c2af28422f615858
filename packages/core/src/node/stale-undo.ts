import { stat } from "node:fs/promises";
import { join } from "node:path";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { PlanHeader } from "../plan/plan.ts";
import { readRunRecords } from "./read-run.ts";
import { isRunId, runFolder } from "./run-folder.ts";

/**
 * Refuses an undo if its run was resumed since the undo was planned, and has begun more changes: these would stay, and both runs would
 * end complete. A run of another folder or machine cannot be asked.
 * @param root the folder of all runs
 * @throws CrosstagError `invalid-state` then; `configuration` if the journal of the run is damaged
 */
export async function refuseStaleUndo(root: string, { origin }: Pick<PlanHeader, "origin">): Promise<void> {
  if (origin.type !== "undo" || origin.begun === undefined || !isRunId(origin.run)) return;
  const { journalPath } = runFolder(join(root, origin.run));
  const isThere = await stat(journalPath).then(
    ({ size }) => size > 0,
    () => false,
  );
  if (!isThere) return;
  let begun = 0;
  for await (const { record } of readRunRecords(journalPath)) if (record.type === "intent") begun += 1;
  if (begun > origin.begun) throw continuedSince(origin.run, begun - origin.begun, `crosstag undo ${origin.run}`);
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

import { CrosstagError, type PlanHeader } from "@crosstag/core";
import { continuedSince } from "@crosstag/core/node";
import type { RowSource } from "../database/open-database.ts";

/**
 * Refuses the undo of a run that was resumed after the undo was planned: what that changes would stay. Locks the run until the
 * transaction has ended, so that it is not resumed meanwhile.
 * @throws CrosstagError `invalid-state` then
 */
export async function refuseStaleUndo(database: RowSource, { origin }: Pick<PlanHeader, "origin">): Promise<void> {
  if (origin.type !== "undo") return;
  const [undone] = await database.rows<{ readonly state: string }>(
    "select state from crosstag_runs where id = $1 for update",
    [origin.run],
  );
  if (undone === undefined) return;
  if (undone.state !== "ended") throw continues(origin.run);
  if (origin.begun === undefined) return;
  const [counted] = await database.rows<{ readonly begun: number }>(
    `select count(*)::int as begun from crosstag_run_records where run = $1 and record like '{"type":"intent"%'`,
    [origin.run],
  );
  const more = (counted?.begun ?? 0) - origin.begun;
  if (more > 0) throw continuedSince(origin.run, more, `crosstag undo ${origin.run} --on URL`);
}

function continues(run: string): CrosstagError {
  return new CrosstagError({
    code: "invalid-state",
    operation: "applyPlan",
    message: `The run ${run} continues: what it is about to change would not be undone. Nothing was submitted.`,
    hint: "Wait for its end, or cancel it. Then undo the run.",
  });
}

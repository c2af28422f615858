import type { RunResumeRecord } from "@crosstag/core";
import { decodePlanHeader } from "@crosstag/core/internal";
import { undoneBy } from "@crosstag/core/node";
import { rowsOf, type Database } from "../database/open-database.ts";
import { findSharedUndo } from "./find-shared-undo.ts";
import { refuseStaleUndo } from "./stale-undo.ts";
import type { RunSettings } from "./run-settings.ts";
import { WHOLE_RUN } from "./run-tables.ts";

/**
 * Lets workers continue a run that has ended early, or read back what could not be read back. Chunks that are complete stay as they
 * are. A chunk is not complete while reading has not confirmed all of its changes, if the run is to verify.
 * @returns false if nothing is left to be done, or it has not ended
 * @throws CrosstagError `invalid-state` if another run has undone it, or is about to, or it undoes a run that was resumed since; of the
 *   database
 */
export async function resumeSharedRun(database: Database, run: string, now: Date): Promise<boolean> {
  return database.transact(async (client) => {
    const { rows } = await client.query<{ attempt: number; settings: RunSettings; header: string }>(
      "select attempt, settings, header from crosstag_runs where id = $1 and state = 'ended' for update",
      [run],
    );
    const [ended] = rows;
    if (ended === undefined) return false;
    const undo = await findSharedUndo(rowsOf(client), run);
    if (undo !== undefined) throw undoneBy(run, undo);
    await refuseStaleUndo(rowsOf(client), decodePlanHeader(ended.header));
    const { rowCount } = await client.query(
      `update crosstag_run_chunks set done = false, result = null, progress = null
       where run = $1 and changes > 0 and (result is null or result ->> 'ended' <> 'complete'
         or (result #>> '{counts,changed}')::int + (result #>> '{counts,unchanged}')::int < changes
         or ($2 and (result ->> 'unconfirmed')::int > 0))`,
      [run, ended.settings.verify],
    );
    if (rowCount === 0) return false;
    const attempt = ended.attempt + 1;
    const record: RunResumeRecord = { type: "resume" };
    await client.query(
      "insert into crosstag_run_records (run, chunk, claim, number, at, record) values ($1, $2, $3, 0, $4, $5)",
      [run, WHOLE_RUN, attempt, now.toISOString(), JSON.stringify(record)],
    );
    await client.query(
      `update crosstag_runs set state = 'submitted', attempt = $2, stop = null, ended = null, ended_at = null where id = $1`,
      [run, attempt],
    );
    return true;
  });
}

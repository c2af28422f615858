import type { Database } from "../database/open-database.ts";
import { SCHEDULE_WORKFLOW } from "../schedule/schedule-names.ts";
import { UNFINISHED } from "./chunks-ended.ts";
import { RUN_WORKFLOW } from "./run-workflows.ts";

/** The part of the engine that removes what it keeps of workflows. */
export interface WorkflowRemover {
  deleteWorkflows(ids: string[], withChildren: boolean): Promise<void>;
}

/** Workflows that are removed together. */
const AT_ONCE = 100;

/**
 * Removes what nothing asks for any more: the rows of workers that ended long ago, and what the engine keeps of ticks and
 * attempts at runs, with their chunks, that did. Runs, their journals and the results of checks stay. So does everything of
 * a run that has not ended: its workflow waits for those of its chunks. Several workers may do so at once.
 * @param keptMs how long they are kept after their end, milliseconds, by the clock of the database
 * @returns the number of ticks and attempts at runs that were removed
 * @throws CrosstagError of the database; the next call continues
 */
export async function forgetWork(database: Database, engine: WorkflowRemover, keptMs: number): Promise<number> {
  await database.rows(
    "delete from crosstag_workers where ended and lease_until < clock_timestamp() - $1 * interval '1 millisecond'",
    [keptMs],
  );
  let removed = 0;
  for (;;) {
    const rows = await database.rows<{ readonly id: string }>(
      `select s.workflow_uuid as id from dbos.workflow_status s
       where s.status not in ${UNFINISHED}
         and s.updated_at < extract(epoch from clock_timestamp()) * 1000 - $1
         and (s.name = $2 or s.name = $3 and not exists (
           select 1 from crosstag_runs r where r.state <> 'ended' and starts_with(s.workflow_uuid, r.id || '-')
         ))
         and not exists (
           select 1 from dbos.workflow_status c
           where c.parent_workflow_id = s.workflow_uuid and c.status in ${UNFINISHED}
         )
       limit $4`,
      [keptMs, SCHEDULE_WORKFLOW, RUN_WORKFLOW, AT_ONCE],
    );
    if (rows.length === 0) return removed;
    await engine.deleteWorkflows(
      rows.map(({ id }) => id),
      true,
    );
    removed += rows.length;
  }
}

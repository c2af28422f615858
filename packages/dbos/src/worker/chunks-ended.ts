import type { ChunkWork } from "./apply-chunk.ts";
import { pause, untilDone } from "./until-done.ts";

/** The states of the engine's workflows that have not ended (DBOS Transact 5.3, `StatusString`). */
export const UNFINISHED = "('PENDING', 'ENQUEUED', 'DELAYED')";

/**
 * Resolves when no chunk of an attempt at a run is under way. The engine's question for a result can fail while the chunk
 * continues, and what it changes after the end of the run an undo would leave.
 * @param workflow the id of the workflow of the attempt
 */
export async function chunksEnded(
  work: Pick<ChunkWork, "database" | "lease" | "leaving" | "clock" | "onProblem">,
  workflow: string,
): Promise<void> {
  const statement = `select 1 from dbos.workflow_status where parent_workflow_id = $1 and status in ${UNFINISHED} limit 1`;
  while ((await untilDone(work, () => work.database.rows(statement, [workflow]))).length > 0) await pause(work);
}

import type { Database } from "../database/open-database.ts";
import type { Engine } from "../engine/launch-engine.ts";
import type { WorkerLease } from "./worker-lease.ts";

/** Any number that other programs do not use for their locks. */
const TAKEOVER_LOCK = 7_310_266_156;

/**
 * Ends the workers whose lease is over, and lets the others continue what they had begun. One worker at a time does so,
 * because the engine would start work again that a third one has begun meanwhile.
 * @returns the workflows that are continued
 * @throws CrosstagError of the database; the next call continues
 */
export async function takeOver(
  database: Database,
  engine: Engine,
  lease: Pick<WorkerLease, "id" | "held">,
  version: string,
): Promise<number> {
  await database.rows(
    `update crosstag_workers set ended = 't' where not ended and id <> $1 and lease_until < clock_timestamp()`,
    [lease.id],
  );
  return database.transact(async (client) => {
    const { rows: locks } = await client.query<{ free: boolean }>("select pg_try_advisory_xact_lock($1) as free", [
      TAKEOVER_LOCK,
    ]);
    if (locks[0]?.free !== true) return 0;
    const { rows } = await client.query<{ id: string; queue: string | null }>(
      `select s.workflow_uuid as id, s.queue_name as queue from dbos.workflow_status s
       where s.status = 'PENDING' and s.application_version = $2 and s.executor_id <> $1
         and not exists (select 1 from crosstag_workers w where w.id = s.executor_id and not w.ended)`,
      [lease.id, version],
    );
    // A worker that was suspended here has lost its lock: others continue this work already.
    if (!lease.held) return 0;
    for (const queue of new Set(rows.map((row) => row.queue)))
      await engine.resumeWorkflows(
        rows.filter((row) => row.queue === queue).map((row) => row.id),
        queue === null ? {} : { queueName: queue },
      );
    return rows.length;
  });
}

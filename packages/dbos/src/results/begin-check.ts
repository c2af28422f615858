import type { PoolClient } from "pg";
import type { Database } from "../database/open-database.ts";
import type { ScheduledTick } from "./check-result.ts";

/** How a tick begins: it has an id, or a reason why nothing is done. */
export type BegunCheck = { readonly id: string } | { readonly missed: string };

/** When a tick may begin. */
export interface BeginOptions {
  /** The present time. */
  readonly now: Date;
  /** A tick that begins later than this is missed, milliseconds. Absent: it begins however late. */
  readonly latestMs?: number;
}

/**
 * Begins the check of a tick. A worker that takes the tick over from one that has ended begins it again, under the same id.
 * A tick that is late, or that comes while the one before is not over, is recorded as missed.
 * @throws CrosstagError of the database
 */
export async function beginCheck(
  database: Database,
  { schedule, tick, action, worker }: ScheduledTick,
  { now, latestMs }: BeginOptions,
): Promise<BegunCheck> {
  return database.transact(async (client) => {
    // Two ticks of a schedule at once would each find the other one missing.
    await client.query("select pg_advisory_xact_lock(hashtext('crosstag schedule'), hashtext($1))", [schedule]);
    const { rows: own } = await client.query<{ id: string; state: string; reason: string | null }>(
      `insert into crosstag_checks (schedule, tick, action, worker) values ($1, $2, $3, $4)
       on conflict (schedule, tick) do update set worker = excluded.worker returning id, state, reason`,
      [schedule, tick, action, worker],
    );
    const [check] = own;
    if (check === undefined) throw new Error("The row of the check was not returned.");
    if (check.state !== "running") return { missed: check.reason ?? "It has ended." };
    const reason = isLate(tick, now, latestMs)
      ? "No worker began it in time."
      : await reasonBeside(client, schedule, check.id, tick);
    if (reason === undefined) {
      await endLost(client, schedule, tick);
      return { id: check.id };
    }
    await client.query(
      "update crosstag_checks set state = 'missed', reason = $2, ended_at = clock_timestamp() where id = $1",
      [check.id, reason],
    );
    return { missed: reason };
  });
}

/** A later check finds what they would have found. Their workers have ended, because this one may begin. */
async function endLost(client: PoolClient, schedule: string, tick: Date): Promise<void> {
  await client.query(
    `update crosstag_checks set state = 'failed', ended_at = clock_timestamp(),
       reason = 'Its worker ended, and a later check began before another one continued it.'
     where schedule = $1 and state = 'running' and tick < $2`,
    [schedule, tick],
  );
}

function isLate(tick: Date, now: Date, latestMs: number | undefined): boolean {
  return latestMs !== undefined && now.getTime() - tick.getTime() > latestMs;
}

/** Only a check whose worker has a lease can still end. */
async function reasonBeside(client: PoolClient, schedule: string, id: string, tick: Date): Promise<string | undefined> {
  const { rows } = await client.query<{ running: boolean; later: boolean }>(
    `select
       coalesce(bool_or(c.state = 'running' and exists (
         select 1 from crosstag_workers w where w.id = c.worker and not w.ended and w.lease_until > clock_timestamp()
       )), false) as running,
       coalesce(bool_or(c.tick > $3 and c.state in ('complete', 'incomplete')), false) as later
     from crosstag_checks c where c.schedule = $1 and c.id <> $2`,
    [schedule, id, tick],
  );
  if (rows[0]?.running === true) return "The check before it had not ended.";
  return rows[0]?.later === true ? "A later check had ended." : undefined;
}

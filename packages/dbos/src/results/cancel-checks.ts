import type { Database } from "../database/open-database.ts";

/** What was canceled of a schedule, and what was not. */
export interface CanceledChecks {
  /** Checks that were ended, also if no worker had begun them. */
  readonly checks: number;
  /** Runs that apply fixes of earlier checks and have not ended. They continue. */
  readonly runs: readonly string[];
}

/**
 * Ends the checks of a schedule that have not ended, whether or not their workers have. A worker that is still at one reports
 * nothing more, and begins no fixes.
 * @param unbegun the ticks that were canceled before a worker began them; a check whose worker was lost can be among them
 * @throws CrosstagError of the database
 */
export async function cancelChecks(
  database: Database,
  schedule: string,
  unbegun: readonly Date[] = [],
): Promise<CanceledChecks> {
  const canceled = await database.rows<{ readonly tick: Date }>(
    `update crosstag_checks set state = 'failed', reason = 'It was canceled.', ended_at = clock_timestamp()
     where schedule = $1 and state = 'running' returning tick`,
    [schedule],
  );
  const runs = await database.rows<{ readonly id: string }>(
    `select id from crosstag_runs where state <> 'ended'
       and id in (select run from crosstag_checks where schedule = $1) order by id`,
    [schedule],
  );
  const ticks = [...canceled.map(({ tick }) => tick), ...unbegun].map((tick) => tick.getTime());
  return { checks: new Set(ticks).size, runs: runs.map(({ id }) => id) };
}

import type { Database } from "../database/open-database.ts";

/**
 * Ends the checks of a schedule that have not ended, whether or not their workers have. A worker that is still at one reports
 * nothing more; fixes that it has begun as a run continue.
 * @returns the number of checks
 * @throws CrosstagError of the database
 */
export async function cancelChecks(database: Database, schedule: string): Promise<number> {
  const canceled = await database.rows(
    `update crosstag_checks set state = 'failed', reason = 'It was canceled.', ended_at = clock_timestamp()
     where schedule = $1 and state = 'running' returning id`,
    [schedule],
  );
  return canceled.length;
}

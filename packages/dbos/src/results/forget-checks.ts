import type { Database } from "../database/open-database.ts";

/**
 * Deletes the checks of a schedule before a time, except the newest one with a result, and the violations that were closed
 * before it. Open violations stay.
 * @returns the number of checks that were deleted
 * @throws CrosstagError of the database
 */
export async function forgetChecks(database: Database, schedule: string, before: Date): Promise<number> {
  return database.transact(async (client) => {
    await client.query("delete from crosstag_violations where schedule = $1 and closed_at < $2", [schedule, before]);
    const { rowCount } = await client.query(
      `delete from crosstag_checks c where c.schedule = $1 and c.tick < $2 and c.state <> 'running'
         and c.id is distinct from (
           select id from crosstag_checks where schedule = $1 and state in ('complete', 'incomplete')
           order by tick desc limit 1)`,
      [schedule, before],
    );
    return rowCount ?? 0;
  });
}

import type { Database } from "../database/open-database.ts";

/**
 * Records the run that applies the fixes of a check.
 * @throws CrosstagError of the database
 */
export async function noteRun(
  database: Database,
  { id, worker }: { readonly id: string; readonly worker: string },
  run: string,
): Promise<void> {
  await database.rows("update crosstag_checks set run = $3, reason = null where id = $1 and worker = $2", [
    id,
    worker,
    run,
  ]);
}

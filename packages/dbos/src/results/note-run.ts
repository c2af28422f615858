import { CrosstagError } from "@crosstag/core";
import type { RowSource } from "../database/open-database.ts";

/**
 * Records the run that applies the fixes of a check.
 * @throws CrosstagError `invalid-state` if another worker has taken the check over; of the database
 */
export async function noteRun(
  database: RowSource,
  { id, worker }: { readonly id: string; readonly worker: string },
  run: string,
): Promise<void> {
  const noted = await database.rows(
    "update crosstag_checks set run = $3, reason = null where id = $1 and worker = $2 returning id",
    [id, worker, run],
  );
  if (noted.length > 0) return;
  throw new CrosstagError({
    code: "invalid-state",
    message: "Another worker has taken the check over. The fixes were not submitted.",
    hint: "Check again: crosstag schedule run NAME",
  });
}

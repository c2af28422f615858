import type { CrosstagError } from "@crosstag/core";
import type { Database } from "../database/open-database.ts";

/**
 * Records that a check has no result. What was open stays open.
 * @throws CrosstagError of the database
 */
export async function failCheck(
  database: Database,
  { id, worker }: { readonly id: string; readonly worker: string },
  { code, message }: Pick<CrosstagError, "code" | "message">,
): Promise<void> {
  await database.rows(
    `update crosstag_checks set state = 'failed', reason = $2, ended_at = clock_timestamp()
     where id = $1 and worker = $3 and state = 'running'`,
    [id, `${code}: ${message}`.replaceAll("\0", "\uFFFD"), worker],
  );
}

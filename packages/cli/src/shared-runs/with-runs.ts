import type { SharedRuns } from "@crosstag/dbos";
import { loadDbos } from "./load-dbos.ts";

/**
 * Calls `work` with the runs of a database, and closes the connections in any case.
 * @param createTables whether a database without the tables gets them. Default: it is refused, as a wrong name is likely
 */
export async function withRuns<Result>(
  databaseUrl: string,
  work: (runs: SharedRuns) => Promise<Result>,
  { createTables = false }: { readonly createTables?: boolean } = {},
): Promise<Result> {
  const { openRuns } = await loadDbos();
  const runs = await openRuns({ databaseUrl, createTables });
  try {
    return await work(runs);
  } finally {
    await runs.close();
  }
}

import { CrosstagError } from "@crosstag/core";
import type { SharedRuns } from "@crosstag/dbos";
import { asUsageError } from "../as-usage-error.ts";
import { loadDbos } from "./load-dbos.ts";

/**
 * Calls `work` with the runs of a database, and closes the connections in any case.
 * @param createTables whether a database without the tables gets them. Default: it is refused, as a wrong name is likely
 * @throws UsageError if the database has no run of a name
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
  } catch (error) {
    // The name of the run was typed.
    if (!CrosstagError.is(error) || error.code !== "not-found") throw error;
    throw asUsageError(error);
  } finally {
    await runs.close();
  }
}

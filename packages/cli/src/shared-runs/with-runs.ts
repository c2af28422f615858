import type { SharedRuns } from "@crosstag/dbos";
import { loadDbos } from "./load-dbos.ts";

/** Calls `work` with the runs of a database, and closes the connections in any case. */
export async function withRuns<Result>(
  databaseUrl: string,
  work: (runs: SharedRuns) => Promise<Result>,
): Promise<Result> {
  const { openRuns } = await loadDbos();
  const runs = await openRuns({ databaseUrl });
  try {
    return await work(runs);
  } finally {
    await runs.close();
  }
}

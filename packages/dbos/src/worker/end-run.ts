import type { RunEndRecord, StoppedScope } from "@crosstag/core";
import { rowsOf, type Database } from "../database/open-database.ts";
import { endOfRun, partResult, type ChunkResult } from "../runs/chunk-result.ts";
import { WHOLE_RUN } from "../runs/run-tables.ts";
import { readEarlier } from "./claim-chunk.ts";

/**
 * Writes the end of an attempt at a run. An attempt ends once, also if several workers end it.
 * @throws CrosstagError of the database
 */
export async function endRun(database: Database, run: string, attempt: number, now: () => Date): Promise<void> {
  await database.transact(async (client) => {
    const { rows: runs } = await client.query<{ stop: RunEndRecord["ended"] | null; digest: string }>(
      "select stop, digest from crosstag_runs where id = $1 and attempt = $2 and state <> 'ended' for update",
      [run, attempt],
    );
    const [open] = runs;
    if (open === undefined) return;
    const { rows } = await client.query<{ chunk: number; changes: number; result: ChunkResult | null }>(
      "select chunk, changes, result from crosstag_run_chunks where run = $1 and changes > 0 order by chunk",
      [run],
    );
    const results: ChunkResult[] = [];
    for (const { chunk, changes, result } of rows)
      // A chunk without a result: its workflow was ended by other means than the run's own.
      results.push(
        result ??
          partResult("interrupted", changes, await readEarlier(rowsOf(client), { run, chunk, changes }, open.digest)),
      );
    const record = endRecord(results, open.stop ?? undefined);
    await client.query(
      `insert into crosstag_run_records (run, chunk, claim, number, at, record) values ($1, $2, $3, 1, $4, $5)`,
      [run, WHOLE_RUN, attempt, now().toISOString(), JSON.stringify(record)],
    );
    await client.query(
      "update crosstag_runs set state = 'ended', ended = $2, ended_at = clock_timestamp() where id = $1",
      [run, record.ended],
    );
  });
}

function endRecord(chunks: readonly ChunkResult[], stop: RunEndRecord["ended"] | undefined): RunEndRecord {
  const counts = { changed: 0, unchanged: 0, skipped: 0, failed: 0, unknown: 0 };
  const stopped = new Map<string, StoppedScope>();
  for (const chunk of chunks) {
    counts.changed += chunk.counts.changed;
    counts.unchanged += chunk.counts.unchanged;
    counts.skipped += chunk.counts.skipped;
    counts.failed += chunk.counts.failed;
    counts.unknown += chunk.counts.unknown;
    for (const scope of chunk.stopped ?? []) if (!stopped.has(scope.scope)) stopped.set(scope.scope, scope);
  }
  return {
    type: "end",
    ended: endOfRun(chunks, stop),
    counts,
    ...(stopped.size > 0 && { stopped: [...stopped.values()] }),
  };
}

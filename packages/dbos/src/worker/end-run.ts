import { CrosstagError, type RunEndRecord, type StoppedScope } from "@crosstag/core";
import { rowsOf, type Database, type RowSource } from "../database/open-database.ts";
import { damagedChunk, endOfRun, partResult, type ChunkResult } from "../runs/chunk-result.ts";
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
    const { rows } = await client.query<ChunkRow>(
      "select chunk, scope, changes, result from crosstag_run_chunks where run = $1 and changes > 0 order by chunk",
      [run],
    );
    const results: ChunkResult[] = [];
    for (const row of rows)
      results.push(row.result ?? (await resultOfRecords(rowsOf(client), { run, ...row }, open.digest)));
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

interface ChunkRow {
  readonly chunk: number;
  readonly scope: string;
  readonly changes: number;
  readonly result: ChunkResult | null;
}

/** Of a chunk without a result: its workflow failed, or was ended by other means than the run's own. */
async function resultOfRecords(
  database: RowSource,
  chunk: ChunkRow & { readonly run: string },
  digest: string,
): Promise<ChunkResult> {
  try {
    return partResult("interrupted", chunk.changes, await readEarlier(database, chunk, digest));
  } catch (error) {
    // Errors of the database are not explained within a transaction: this one is of a record, and would come again.
    if (CrosstagError.is(error)) return damagedChunk(chunk, error);
    throw error;
  }
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

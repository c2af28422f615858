import { CrosstagError, type Plan, type RunStartRecord } from "@crosstag/core";
import { encodePlanHeader, RUN_SCHEMA } from "@crosstag/core/internal";
import { keepTransactionForEach } from "../database/keep-transaction.ts";
import { rowsOf, type Database, type RowSource } from "../database/open-database.ts";
import { partResult } from "./chunk-result.ts";
import type { SubmitOptions } from "./open-runs.ts";
import { refuseStaleUndo } from "./stale-undo.ts";
import { toSettings } from "./run-settings.ts";
import { WHOLE_RUN } from "./run-tables.ts";
import { chunkSizes, MOST_ENTRIES, splitPlan } from "./split-plan.ts";

/** A plan to submit. */
export interface RunToSubmit extends SubmitOptions {
  /** The id of the new run. */
  readonly id: string;
  readonly plan: Plan;
  readonly version: string;
}

/**
 * Keeps a plan in the database, whole or not at all. Workers find it.
 * @param note writes down elsewhere that it was submitted, in the same transaction. Default: nothing
 * @throws CrosstagError as `SharedRuns.submit`; what `note` throws
 */
export async function submitRun(
  database: Database,
  run: RunToSubmit,
  note: (transaction: RowSource) => Promise<void> = async () => {},
): Promise<void> {
  const { id, plan, version, allowConcurrent = false, chunkSize, limit } = run;
  const { digest, summary } = plan.header;
  if (summary.changes === 0) throw changesNothing();
  const sizes = chunkSize === undefined ? await chunkSizes(plan) : new Map<string, number>();
  const sizeOf = (scope: string) => chunkSize ?? sizes.get(scope) ?? MOST_ENTRIES;
  await database.transact(async (client) => {
    await refuseStaleUndo(rowsOf(client), plan.header);
    const { rowCount } = await client.query(
      `insert into crosstag_runs (id, digest, header, changes, settings, version, concurrent, state)
       values ($1, $2, $3, $4, $5, $6, $7, 'submitted') on conflict do nothing`,
      [
        id,
        digest,
        encodePlanHeader(plan.header),
        summary.changes,
        JSON.stringify(toSettings(run, summary.changes)),
        version,
        allowConcurrent,
      ],
    );
    if (rowCount === 0) {
      const { rows } = await client.query<{ id: string }>(
        "select id from crosstag_runs where digest = $1 and state <> 'ended' order by id desc",
        [digest],
      );
      throw underWay(rows[0]?.id);
    }
    let chunk = 0;
    // A plan of many small scopes is read to its end before the first chunk is whole.
    const chunks = keepTransactionForEach(client, splitPlan(plan.entries(), sizeOf, limit));
    for await (const { scope, changes, positions, lines, isBeyondLimit } of chunks) {
      // What is beyond the limit has its result before a worker sees it; a resume opens it, as all that ended early.
      const result = isBeyondLimit ? JSON.stringify(partResult("limit", changes, undefined)) : null;
      await client.query(
        `insert into crosstag_run_chunks (run, chunk, scope, changes, positions, lines, done, result)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, chunk, scope, changes, positions, lines, isBeyondLimit, result],
      );
      chunk += 1;
    }
    const start: RunStartRecord = {
      type: "run",
      schema: RUN_SCHEMA,
      run: id,
      plan: digest,
      changes: summary.changes,
      ...(limit !== undefined && { limit }),
    };
    await client.query(
      `insert into crosstag_run_records (run, chunk, claim, number, at, record) values ($1, $2, 1, 0, $3, $4)`,
      [id, WHOLE_RUN, new Date().toISOString(), JSON.stringify(start)],
    );
    await note(rowsOf(client));
  });
}

function changesNothing(): CrosstagError {
  return new CrosstagError({
    code: "invalid-request",
    message: "The plan changes nothing; it was not submitted.",
    hint: "Check the desired tags.",
  });
}

function underWay(run: string | undefined): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    operation: "applyPlan",
    message: `The run ${run ?? "of another machine"} is applying this plan. Nothing was submitted.`,
    hint: "Follow that run, or wait for its end.",
  });
}

import type { EarlierRun, PlanHeader } from "@crosstag/core";
import { decodePlanHeader, RUN_SCHEMA, RunStateFold } from "@crosstag/core/internal";
import type { Database, RowSource } from "../database/open-database.ts";
import { decodeStored } from "../runs/decode-stored.ts";
import type { RunSettings } from "../runs/run-settings.ts";
import type { ClaimedChunk } from "./record-writer.ts";

/** A chunk that this worker may apply. */
export interface OpenChunk extends ClaimedChunk {
  /** The attempt at the run. */
  readonly attempt: number;
  /** Cloud, account and region. */
  readonly scope: string;
  /** Resources that it changes. */
  readonly changes: number;
  /** Its entries, as `splitPlan` made them. */
  readonly lines: string;
  /** What the whole plan was made from. */
  readonly origin: PlanHeader["origin"];
  /** The settings of the run. */
  readonly settings: RunSettings;
}

interface ClaimRow {
  readonly claim: number;
  readonly scope: string;
  readonly changes: number;
  readonly lines: string;
  readonly header: string;
  readonly attempt: number;
  readonly settings: RunSettings;
}

/**
 * Claims a chunk for a worker. Its earlier worker may not write to it any more.
 * @returns `done` if it has its result, `busy` if a worker that still has its lease applies it
 * @throws CrosstagError of the database
 */
export async function claimChunk(
  database: Database,
  worker: string,
  run: string,
  chunk: number,
): Promise<OpenChunk | "done" | "busy"> {
  const [row] = await database.rows<ClaimRow>(
    `update crosstag_run_chunks c set owner = $3, claim = c.claim + 1 from crosstag_runs r
     where c.run = $1 and c.chunk = $2 and r.id = c.run and not c.done
       and (c.owner is null or c.owner = $3
         or not exists (select 1 from crosstag_workers w where w.id = c.owner and not w.ended))
     returning c.claim, c.scope, c.changes, c.lines, r.header, r.attempt, r.settings`,
    [run, chunk, worker],
  );
  if (row !== undefined) {
    const { claim, scope, changes, lines, header, attempt, settings } = row;
    const { origin } = decodePlanHeader(header);
    return { run, attempt, chunk, claim, scope, changes, lines, origin, settings };
  }
  const open = await database.rows("select 1 from crosstag_run_chunks where run = $1 and chunk = $2 and not done", [
    run,
    chunk,
  ]);
  return open.length === 0 ? "done" : "busy";
}

/**
 * What earlier workers have written down about a chunk; undefined if they wrote nothing.
 * @param digest of the plan that it is to be continued with
 * @throws CrosstagError of the database; as `decodeStored`
 */
export async function readEarlier(
  database: RowSource,
  { run, chunk, changes }: Pick<OpenChunk, "run" | "chunk" | "changes">,
  digest: string,
): Promise<EarlierRun | undefined> {
  const rows = await database.rows<{ readonly at: string; readonly record: string }>(
    "select at, record from crosstag_run_records where run = $1 and chunk = $2 order by position",
    [run, chunk],
  );
  if (rows.length === 0) return undefined;
  const fold = new RunStateFold();
  fold.add({ type: "run", schema: RUN_SCHEMA, run, plan: digest, changes }, "");
  for (const { at, record } of rows) fold.add(decodeStored(run, record), at);
  return fold.state(false);
}

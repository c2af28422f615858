import { CrosstagError, type Clock, type CrosstagEvent, type RunResult } from "@crosstag/core";
import type { Database } from "../database/open-database.ts";
import { chunkPlan } from "../runs/chunk-plan.ts";
import { refusedChunk, type ChunkProgress, type ChunkResult } from "../runs/chunk-result.ts";
import { ChunkJournal } from "./chunk-journal.ts";
import type { ChunkStarts } from "./chunk-starts.ts";
import { claimChunk, readEarlier, type OpenChunk } from "./claim-chunk.ts";
import type { RunClouds } from "./run-clouds.ts";
import type { ProgressWriter } from "./progress-writer.ts";
import type { RecordWriter } from "./record-writer.ts";
import type { RunStops } from "./run-stops.ts";
import type { WorkerLease } from "./worker-lease.ts";

/** What a worker applies chunks with. */
export interface ChunkWork {
  readonly database: Database;
  readonly clouds: Pick<RunClouds, "use">;
  readonly lease: WorkerLease;
  /** Writes the journals of all chunks. */
  readonly records: RecordWriter;
  /** Writes how far they are. */
  readonly progress: ProgressWriter;
  readonly stops: RunStops;
  readonly starts: ChunkStarts;
  /** Ends when the worker stops: what it has begun is left to the others. */
  readonly leaving: AbortSignal;
  readonly clock: Clock;
  readonly now: () => Date;
  /** Called with an error that ends a chunk without a result. */
  readonly onProblem?: ((problem: CrosstagError) => void) | undefined;
}

/** A chunk that another worker applies is checked again after so many milliseconds; also the pause after an error. */
const AGAIN_MS = 500;
/** The engine's own time limit of a call, milliseconds. */
const CALL_MS = 15_000;

/**
 * Applies a chunk, or the rest of it, and keeps its result. May be called by several workers: one at a time applies it.
 * @returns false if this worker may not apply it any more: another one does
 */
export async function applyChunk(work: ChunkWork, run: string, chunk: number): Promise<boolean> {
  for (;;) {
    await work.lease.settled();
    if (work.lease.lost || work.leaving.aborted) return false;
    try {
      const claimed = await claimChunk(work.database, work.lease.id, run, chunk);
      if (claimed === "done") return true;
      if (claimed !== "busy" && (await applyClaimed(work, claimed))) return true;
    } catch (error) {
      // The database is away; the lease says for how long the chunk may wait for it.
      if (!CrosstagError.is(error) || error.retry !== "transient") throw error;
    }
    await work.clock.sleep(AGAIN_MS, work.leaving).catch(() => {});
  }
}

/** False if the result does not count, because the lease ended meanwhile or the worker stops. */
async function applyClaimed(work: ChunkWork, claimed: OpenChunk): Promise<boolean> {
  const { database, lease, leaving } = work;
  // Of the lease as it is held now: one that lapsed has cut the chunk off, also if it is held again by the end of this.
  const lapse = lease.signal;
  const signal = AbortSignal.any([lapse, leaving, work.stops.signalOf(claimed)]);
  let progress: ChunkProgress | undefined;
  const result = await applyOpen(work, claimed, signal)
    .catch(async (error: unknown) => {
      await release(work, claimed);
      throw error;
    })
    .finally(() => (progress = work.progress.take(claimed)));
  // A run that is to stop has a result; one that was cut off is continued, here or elsewhere.
  if (result === undefined || lapse.aborted || !lease.held || leaving.aborted) return false;
  const { run, chunk, claim } = claimed;
  const kept = await database.rows(
    `update crosstag_run_chunks set done = true, owner = null, result = $5, progress = coalesce($6::json, progress)
     where run = $1 and chunk = $2 and claim = $3 and owner = $4 returning chunk`,
    [run, chunk, claim, lease.id, JSON.stringify(result), progress ? JSON.stringify(progress) : null],
  );
  return kept.length > 0;
}

/** Lets any worker continue a chunk that this one applies no more: while it has its lease, they would wait for it. */
async function release({ database, lease }: ChunkWork, { run, chunk, claim }: OpenChunk): Promise<void> {
  const statement = `update crosstag_run_chunks set owner = null where run = $1 and chunk = $2 and claim = $3 and owner = $4`;
  // What the database does not allow now, it allows when the lease has ended.
  await database.rows(statement, [run, chunk, claim, lease.id]).catch(() => {});
}

/** Undefined if the journal could not be written. */
async function applyOpen(work: ChunkWork, claimed: OpenChunk, signal: AbortSignal): Promise<ChunkResult | undefined> {
  const { database, clouds, lease, clock, now } = work;
  await work.starts.next();
  const plan = chunkPlan(claimed.lines, claimed.origin);
  const resume = await readEarlier(database, claimed, plan.header.digest);
  try {
    const request = {
      plan,
      run: claimed.run,
      journal: new ChunkJournal(work.records, claimed, lease, clock, now),
      resume,
      verify: claimed.settings.verify,
    };
    const options = {
      signal,
      until: lease.loss,
      // A call must have ended before another worker takes over.
      ...(lease.marginMs < CALL_MS && { callTimeoutMs: lease.marginMs }),
      onEvent: (event: CrosstagEvent) => work.progress.note(claimed, event),
    };
    const result = await clouds.use(claimed, (crosstag) => crosstag.applyPlan(request, options));
    if (result.ended === "journal-failed") {
      if (result.journalError?.code === "internal") throw new RefusedStatement(result.journalError);
      return undefined;
    }
    return toChunkResult(result);
  } catch (error) {
    if (error instanceof RefusedStatement) throw error.problem;
    if (!CrosstagError.is(error)) throw error;
    // What the whole request was refused for: wrong credentials, a cloud that this worker does not have.
    return refusedChunk(claimed, error, resume);
  }
}

/** Not an error of the clouds, which would be the result of the chunk. */
class RefusedStatement extends Error {
  readonly problem: CrosstagError;

  constructor(problem: CrosstagError) {
    super(problem.message);
    this.problem = problem;
  }
}

function toChunkResult({ ended, counts, stopped, notShown, notRead }: RunResult): ChunkResult {
  const unconfirmed = (notShown?.resources ?? 0) + (notRead?.resources ?? 0);
  return { ended, counts, ...(unconfirmed > 0 && { unconfirmed }), ...(stopped !== undefined && { stopped }) };
}

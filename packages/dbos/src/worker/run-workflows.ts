import { CrosstagError } from "@crosstag/core";
import type { Database } from "../database/open-database.ts";
import type { Engine, EnginePart } from "../engine/launch-engine.ts";
import { applyChunk, type ChunkWork } from "./apply-chunk.ts";
import { chunksEnded } from "./chunks-ended.ts";
import { endRun } from "./end-run.ts";
import { chunksForEach, readLoad } from "./share-chunks.ts";
import { untilDone } from "./until-done.ts";

/** The name of the engine's workflow for an attempt at a run. Rows of the engine refer to it: it stays. */
export const RUN_WORKFLOW = "crosstag-run";
const RUN_QUEUE = "crosstag-runs";
const CHUNK_QUEUE = "crosstag-chunks";
/** How soon a worker finds the next chunk, milliseconds. */
const POLL_MS = 250;
/**
 * Workflows of chunks that are begun together. They wait for one of the engine's ten connections and then for the row of the
 * run, one after the other: of a database that is far away, more of them would wait for longer than a connection may take.
 */
const BEGUN_AT_ONCE = 16;
/** How soon a run finds that its chunks have ended, milliseconds. */
const WAIT_MS = 500;

/** Starts runs that were submitted. */
export interface RunWorkflows extends EnginePart {
  /** Begins an attempt at a run. One that has begun is not begun again. */
  start(engine: Engine, run: string, attempt: number): Promise<void>;
  /** Sets how many chunks each worker may apply at once, so that all get their part. Workers see it within a second. */
  share(engine: Engine): Promise<void>;
}

/** Options of `runWorkflows`. */
export interface RunWorkflowsOptions {
  /** Chunks that a worker applies at once, at most. */
  readonly chunksAtOnce: number;
  /** The version of the workflows. */
  readonly version: string;
}

/**
 * A run is a workflow that starts one workflow for each of its chunks and waits for them. A queue with a partition for
 * each scope lets one chunk of a scope at a time begin, of all runs of this version. A chunk of another version can have
 * begun on a worker that is gone: no worker of this version continues it, so this version must not wait for it.
 */
export function runWorkflows(work: ChunkWork, { chunksAtOnce, version }: RunWorkflowsOptions): RunWorkflows {
  const limitForEach = async () => chunksForEach(await readLoad(work.database), chunksAtOnce);
  const started: { run?: (run: string, attempt: number) => Promise<void> } = {};
  return {
    queues: [RUN_QUEUE, CHUNK_QUEUE],
    register(engine) {
      const applyOne = engine.registerWorkflow(
        async (run: string, _attempt: number, chunk: number) =>
          engine.runStep(() => applyOrLeave(work, run, chunk), { name: "apply" }),
        { name: "crosstag-chunk" },
      );
      started.run = engine.registerWorkflow(
        async (run: string, attempt: number) => {
          const chunks = await engine.runStep(() => untilDone(work, () => openChunks(work.database, run)), {
            name: "chunks",
          });
          const begin = ({ chunk, scope }: RunChunk) =>
            engine.startWorkflow(applyOne, {
              workflowID: `${run}-${attempt}-${chunk}`,
              queueName: CHUNK_QUEUE,
              enqueueOptions: { queuePartitionKey: `${version} ${scope}` },
            })(run, attempt, chunk);
          const beginAll = async () => {
            const begun = [];
            for (let from = 0; from < chunks.length; from += BEGUN_AT_ONCE)
              begun.push(...(await Promise.all(chunks.slice(from, from + BEGUN_AT_ONCE).map(begin))));
            return begun;
          };
          // The chunks that this worker takes of the first ones would delay the last ones, of other workers, by a second.
          const handles = await work.starts.hold(beginAll());
          // A chunk that was ended by other means has no result, and the end of the run says so.
          for (const handle of handles) await handle.getResult({ pollingIntervalMs: WAIT_MS }).catch(() => {});
          // A worker that leaves gets no results: the run has not ended, and another worker takes its workflow over.
          if (work.leaving.aborted || work.lease.lost) await new Promise(() => {});
          const end = async () => {
            await chunksEnded(work, `${run}-${attempt}`);
            await untilDone(work, () => endRun(work.database, run, attempt, work.now));
          };
          await engine.runStep(end, { name: "end" });
        },
        { name: RUN_WORKFLOW },
      );
    },
    async begin(engine) {
      await engine.registerQueue(RUN_QUEUE, { minPollingIntervalMs: POLL_MS, onConflict: "always_update" });
      await engine.registerQueue(CHUNK_QUEUE, {
        partitionConcurrency: 1,
        workerConcurrency: await limitForEach(),
        minPollingIntervalMs: POLL_MS,
        onConflict: "always_update",
      });
    },
    async share(engine) {
      const limit = await limitForEach();
      const queue = await engine.retrieveQueue(CHUNK_QUEUE);
      if (queue !== null && queue.workerConcurrency !== limit) await queue.setWorkerConcurrency(limit);
    },
    async start(engine, run, attempt) {
      if (started.run === undefined) throw new Error("The workflows were not registered.");
      await engine.startWorkflow(started.run, { workflowID: `${run}-${attempt}`, queueName: RUN_QUEUE })(run, attempt);
    },
  };
}

/** A worker that may not continue has no result: its workflow stays open, and another worker takes it over. */
async function applyOrLeave(work: ChunkWork, run: string, chunk: number): Promise<void> {
  const isDone = await applyChunk(work, run, chunk).catch((error: unknown) => {
    if (CrosstagError.is(error)) work.onProblem?.(error);
    throw error;
  });
  if (!isDone) await new Promise(() => {});
}

interface RunChunk {
  readonly chunk: number;
  readonly scope: string;
}

async function openChunks(database: Database, run: string): Promise<readonly RunChunk[]> {
  const rows = await database.rows<RunChunk>(
    "select chunk, scope from crosstag_run_chunks where run = $1 and changes > 0 and not done order by chunk",
    [run],
  );
  return rows.map(({ chunk, scope }) => ({ chunk, scope }));
}

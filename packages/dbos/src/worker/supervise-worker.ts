import { CrosstagError } from "@crosstag/core";
import type { LaunchedEngine } from "../engine/launch-engine.ts";
import type { ChunkWork } from "./apply-chunk.ts";
import type { RunAttempt } from "./run-clouds.ts";
import type { RunWorkflows } from "./run-workflows.ts";
import type { WorkerEvent } from "./start-worker.ts";
import { forgetWork } from "./forget-work.ts";
import { takeOver } from "./take-over.ts";

/** What a worker does beside its chunks. */
export interface WorkerDuties extends Pick<ChunkWork, "database" | "lease" | "stops" | "leaving" | "clock"> {
  /** The version of its workflows. */
  readonly version: string;
  readonly launched: LaunchedEngine;
  readonly workflows: RunWorkflows;
  readonly onProblem?: ((problem: CrosstagError) => void) | undefined;
  readonly onEvent?: ((event: WorkerEvent) => void) | undefined;
}

/** How often a worker looks for runs to begin or to stop, milliseconds. */
const LOOK_MS = 1_000;
/** How often a worker removes what is not needed any more, milliseconds. */
const FORGET_MS = 86_400_000;
/** How long that is kept, for people who look into the database, milliseconds: 30 days. */
const KEPT_MS = 30 * 86_400_000;
/** A lease is renewed so many times before it would end. */
const RENEWALS = 6;

/**
 * Renews the lease, begins runs, ends runs that are to stop, takes over what lost workers have left, and removes what is
 * not needed any more, until the worker leaves or has lost its lease. Never rejects.
 */
export async function superviseWorker(duties: WorkerDuties): Promise<void> {
  const { lease, leaving, clock } = duties;
  const ended = new AbortController();
  const over = AbortSignal.any([leaving, ended.signal]);
  const renewing = repeat(duties, over, lease.leaseMs / RENEWALS, () => lease.renew());
  const looking = repeat(duties, over, LOOK_MS, () => look(duties));
  const forgetting = repeat(duties, over, FORGET_MS, async () => {
    await forgetWork(duties.database, duties.launched.engine, KEPT_MS);
  });
  while (!over.aborted) {
    // Apart from what waits for the database: it may take longer than the lease.
    lease.check();
    if (lease.lost) ended.abort();
    else await clock.sleep(Math.min(LOOK_MS, lease.leaseMs / RENEWALS / 2), over).catch(() => {});
  }
  await Promise.all([renewing, looking, forgetting]);
}

async function repeat(
  { clock, onProblem }: WorkerDuties,
  over: AbortSignal,
  everyMs: number,
  work: () => Promise<void>,
): Promise<void> {
  let reported = false;
  while (!over.aborted) {
    try {
      await work();
      reported = false;
    } catch (error) {
      const problem = CrosstagError.is(error) ? error : undefined;
      if (!reported && problem !== undefined) onProblem?.(problem);
      reported = true;
    }
    await clock.sleep(reported ? Math.min(everyMs, LOOK_MS / 2) : everyMs, over).catch(() => {});
  }
}

async function look(duties: WorkerDuties): Promise<void> {
  const { lease, stops } = duties;
  if (!lease.held) return;
  // Before a run begins that all are to have a part of.
  // Leases that are about to be renewed would not count, and this worker would take what is theirs.
  if (!lease.regained) await duties.workflows.share(duties.launched.engine);
  await beginRuns(duties);
  stops.set(await stoppedRuns(duties));
  // After the database was away for all, each worker gets the time to renew its lease.
  if (lease.heldForMs < lease.marginMs) return;
  const parts = await takeOver(duties.database, duties.launched.engine, lease, duties.version);
  if (parts > 0) duties.onEvent?.({ type: "taken-over", parts });
}

async function beginRuns({ database, version, launched, workflows, onEvent }: WorkerDuties): Promise<void> {
  const runs = await database.rows<{ readonly id: string; readonly attempt: number }>(
    "select id, attempt from crosstag_runs where state = 'submitted' and version = $1 order by submitted_at",
    [version],
  );
  for (const { id, attempt } of runs) {
    await workflows.start(launched.engine, id, attempt);
    const begun = await database.rows(
      "update crosstag_runs set state = 'running' where id = $1 and attempt = $2 and state = 'submitted' returning id",
      [id, attempt],
    );
    if (begun.length > 0) onEvent?.({ type: "run-begins", run: id });
  }
}

/** Stops runs with too many failures, and gives the attempts that are to stop. */
async function stoppedRuns({ database }: WorkerDuties): Promise<readonly RunAttempt[]> {
  await database.rows(
    `update crosstag_runs r set stop = 'too-many-failures'
     where r.state = 'running' and r.stop is null and (r.settings ->> 'mostFailures') is not null
       and (r.settings ->> 'mostFailures')::int <
         (select coalesce(sum((c.progress ->> 'failed')::int + (c.progress ->> 'unknown')::int), 0) from crosstag_run_chunks c where c.run = r.id)`,
  );
  return database.rows<RunAttempt>(
    "select id as run, attempt from crosstag_runs where state = 'running' and stop is not null",
  );
}

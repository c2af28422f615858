import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { CrosstagError, systemClock, type Clock, type QuotaBudget } from "@crosstag/core";
import { refuseUnknownSettings, type OptionNames } from "@crosstag/core/internal";
import { openDatabase, type Database } from "../database/open-database.ts";
import { launchEngine, type EnginePart, type LaunchedEngine } from "../engine/launch-engine.ts";
import { openPostgresBudget, type PostgresBudget } from "../postgres-budget.ts";
import { RESULT_TABLES } from "../results/result-tables.ts";
import { RUN_TABLES, RUN_VERSION } from "../runs/run-tables.ts";
import type { ScheduleHandlers } from "../schedule/schedule-handlers.ts";
import { scheduleWorkflows } from "../schedule/schedule-workflows.ts";
import { scheduleWork } from "../schedule/schedule-work.ts";
import type { ChunkWork } from "./apply-chunk.ts";
import { ChunkStarts } from "./chunk-starts.ts";
import { guardedBudget } from "./guarded-budget.ts";
import { ProgressWriter } from "./progress-writer.ts";
import { RecordWriter } from "./record-writer.ts";
import { RunClouds, type WorkerClouds } from "./run-clouds.ts";
import { RunStops } from "./run-stops.ts";
import { runWorkflows } from "./run-workflows.ts";
import { superviseWorker } from "./supervise-worker.ts";
import { WorkerLease } from "./worker-lease.ts";

/** Options of `startWorker`. */
export interface WorkerOptions {
  /** The database: `postgres://user@host:5432/name`. The user must be allowed to create schemas and tables. */
  readonly databaseUrl: string;
  /**
   * Opens the clouds with the credentials of this machine. Its calls must get their turns from `quotaBudget`: that is
   * how the workers share quotas, and how a worker that has lost its lease makes no more calls. It is called at the start,
   * which shows what is wrong with the configuration, and again for each attempt at a run, whose clouds are closed after it.
   */
  readonly openClouds: (quotaBudget: QuotaBudget) => Promise<WorkerClouds>;
  /**
   * How long the chunks of a worker that is gone wait before another worker continues them, milliseconds; at least 10,000: a call of a cloud has a third of it.
   * A worker stops its calls after two thirds of it without the database. Default: 60,000.
   */
  readonly leaseMs?: number | undefined;
  /**
   * Chunks of plans, each of another cloud, account and region, that a worker applies at once, at most. Several workers share
   * what is to be applied, and each applies its part. All workers should have the same number. Default: 64.
   */
  readonly chunksAtOnce?: number | undefined;
  /** How this worker does the work of schedules. Default: it leaves that to the others. */
  readonly schedules?: ScheduleHandlers | undefined;
  /** Only workers of the same version continue each other's runs. Default: the version of this library's tables. */
  readonly version?: string | undefined;
  /**
   * Called with `unavailable` when the database cannot be used, once until it can be used again, and with an error that
   * ends a chunk without a result. Default: does nothing.
   */
  readonly onProblem?: ((problem: CrosstagError) => void) | undefined;
  /** Called with what happens: runs that begin, and work that is taken over. Default: nothing. */
  readonly onEvent?: ((event: WorkerEvent) => void) | undefined;
  /** Called with what the engine logs, which can contain names of the database. Default: nothing. */
  readonly onLog?: ((text: string) => void) | undefined;
}

/** What happens in a worker. */
export type WorkerEvent =
  | {
      readonly type: "run-begins";
      /** The run's id. */
      readonly run: string;
    }
  | {
      readonly type: "taken-over";
      /** Parts of runs that other workers had begun. */
      readonly parts: number;
    }
  | {
      /** It does the work of schedules, and their checks go to workers of a newer version that has used the database. */
      readonly type: "begins-no-checks";
      /** That version. */
      readonly newest: string;
    };

/** A worker that applies what was submitted. */
export interface Worker {
  /** Its name in the database. */
  readonly id: string;
  /** Resolves when it has ended: it was stopped, or another worker has taken its work over. */
  readonly ended: Promise<"stopped" | "lease-lost">;
  /** Begins no more calls, waits for the calls that are under way, and leaves the rest to the other workers. */
  stop(): Promise<void>;
}

const OPTIONS: OptionNames<WorkerOptions> = {
  databaseUrl: true,
  openClouds: true,
  leaseMs: true,
  chunksAtOnce: true,
  schedules: true,
  version: true,
  onProblem: true,
  onEvent: true,
  onLog: true,
};
const LEASE_MS = 60_000;
const SHORTEST_LEASE_MS = 10_000;
const CHUNKS_AT_ONCE = 64;
/** How often a worker that ends looks whether it still has its lease, milliseconds. */
const LOOK_MS = 250;

/**
 * Starts a worker: it applies the plans that were submitted to the database, together with all others, until it is
 * stopped. One worker at a time runs in a process.
 * @throws CrosstagError `configuration` for wrong or unknown options, a database that does not exist, or a worker that runs already;
 *   `unavailable` and others if the database cannot be used; what `openClouds` throws
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  refuseUnknownSettings("startWorker", options, OPTIONS);
  const { leaseMs = LEASE_MS, version = RUN_VERSION } = options;
  if (!(leaseMs >= SHORTEST_LEASE_MS))
    throw new CrosstagError({
      code: "configuration",
      message: `The lease of a worker is ${leaseMs} milliseconds; it must be at least ${SHORTEST_LEASE_MS}.`,
      hint: "Give it 60000, or omit it.",
    });
  const database = await openDatabase({ databaseUrl: options.databaseUrl, maximumConnections: 8 }, [
    RUN_TABLES,
    RESULT_TABLES,
  ]);
  const identity = { id: randomUUID(), version, host: hostname() };
  const lease = new WorkerLease(database, identity, leaseMs, { clock: systemClock, wallClock: Date.now });
  const budget = openPostgresBudget({ databaseUrl: options.databaseUrl });
  const turns = guardedBudget(budget, () => lease.held);
  const clouds = new RunClouds(() => options.openClouds(turns));
  try {
    await (await options.openClouds(turns)).close();
    await lease.begin();
    return await begin(options, { database, lease, budget, turns, clouds, version, clock: systemClock });
  } catch (error) {
    await closeAll(database, budget, clouds);
    throw error;
  }
}

interface WorkerParts {
  readonly database: Database;
  readonly lease: WorkerLease;
  readonly budget: PostgresBudget;
  /** The budget, while the lease is held. */
  readonly turns: QuotaBudget;
  readonly clouds: RunClouds;
  readonly version: string;
  readonly clock: Clock;
}

async function begin(options: WorkerOptions, parts: WorkerParts): Promise<Worker> {
  const { database, lease, budget, turns, clouds, version, clock } = parts;
  const leaving = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const work: ChunkWork = {
    database,
    clouds: {
      use: (...use) => {
        const used = clouds.use(...use).finally(() => underWay.delete(used));
        underWay.add(used);
        return used;
      },
    },
    lease,
    records: new RecordWriter(database, lease.id, clock),
    progress: new ProgressWriter(database, clock),
    stops: new RunStops(),
    starts: new ChunkStarts(clock),
    leaving: leaving.signal,
    clock,
    now: () => new Date(),
    onProblem: options.onProblem,
  };
  const workflows = runWorkflows(work, { chunksAtOnce: options.chunksAtOnce ?? CHUNKS_AT_ONCE, version });
  const ticks =
    options.schedules &&
    scheduleWorkflows(scheduleWork(options.schedules, { database, lease, turns, leaving: leaving.signal, underWay }));
  const launched = await launchEngine({
    databaseUrl: options.databaseUrl,
    executorId: lease.id,
    applicationVersion: version,
    parts: ticks === undefined ? [workflows] : [workflows, ticks, versionCheck(version, options)],
    onLog: options.onLog,
  });
  const ended = superviseWorker({ ...options, ...work, version, launched, workflows }).then(async () => {
    const reason = lease.lost ? "lease-lost" : "stopped";
    leaving.abort();
    await endCalls(underWay, lease, clock);
    // Without the database the others wait until the lease has ended.
    if (!lease.lost) await lease.end().catch(() => {});
    await closeAll(database, budget, clouds, launched);
    return reason;
  });
  return {
    id: lease.id,
    ended,
    stop: async () => {
      leaving.abort();
      await ended;
    },
  };
}

/** A part of the engine, so that an error ends the engine: it would take work although the worker did not start. */
function versionCheck(version: string, { onEvent }: WorkerOptions): EnginePart {
  return {
    queues: [],
    register: () => {},
    begin: async (engine) => {
      const { versionName: newest } = await engine.getLatestApplicationVersion();
      if (newest !== version) onEvent?.({ type: "begins-no-checks", newest });
    },
  };
}

/** Waits for the calls that are under way. Without the lease, what is still to be read gets no turn: it is given up. */
async function endCalls(underWay: ReadonlySet<Promise<unknown>>, lease: WorkerLease, clock: Clock): Promise<void> {
  const over = Promise.allSettled(underWay).then(() => true);
  const isOver = () => Promise.race([over, clock.sleep(LOOK_MS).then(() => false)]);
  do if (await isOver()) return;
  while (lease.held);
  lease.giveUp();
  await over;
}

async function closeAll(
  database: Database,
  budget: PostgresBudget,
  clouds: RunClouds,
  launched?: LaunchedEngine,
): Promise<void> {
  await launched?.shutdown();
  await clouds.close();
  await budget.close();
  await database.close();
}

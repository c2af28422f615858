import { CrosstagError, systemClock } from "@crosstag/core";
import type { DBOS } from "@dbos-inc/dbos-sdk";
import type { Pool } from "pg";
import { databaseProblem } from "../database/database-problem.ts";
import { openEnginePool } from "./open-engine-pool.ts";

/** The durable engine of this process: one at a time, because it is kept in variables of its module. */
export type Engine = typeof DBOS;

/** What a part of Crosstag does with the engine. */
export interface EnginePart {
  /** The queues whose work it does. A process takes work of these queues only: others can do what it cannot. */
  readonly queues: readonly string[];
  /** Registers its workflows. Called before the engine is launched. */
  register(engine: Engine): void;
  /** Registers its queues and schedules. Called when the engine is launched. Default: nothing. */
  begin?(engine: Engine): Promise<void>;
}

/** Its work waits for a connection while all of them are in use. */
const CONNECTIONS = 10;

/** Options of `launchEngine`. */
export interface EngineOptions {
  /** The URL of the database. The engine has its tables in the schema `dbos`. */
  readonly databaseUrl: string;
  /**
   * The name of this process, which no other process has had before. The engine of a process starts all work again that
   * was begun under its name.
   */
  readonly executorId: string;
  /**
   * The version of the workflows. Only workers of the same version continue each other's work. The engine's own default, a
   * hash of the code, would leave the work of every other build unfinished.
   */
  readonly applicationVersion: string;
  /** What this process does with it. */
  readonly parts: readonly EnginePart[];
  /** Called with what the engine reports, for logs of details only: it can contain names of the database. */
  readonly onLog?: ((text: string) => void) | undefined;
}

/** A launched engine. */
export interface LaunchedEngine {
  /** The engine. */
  readonly engine: Engine;
  /** Ends it. Work that is under way is not waited for: another process continues it. */
  shutdown(): Promise<void>;
}

/**
 * Launches the engine, which creates its tables if they are missing, and begins to work.
 * @throws CrosstagError `configuration` if the name is the engine's default or an engine runs in this process; as
 *   `openDatabase` if the database cannot be used
 */
export async function launchEngine({
  databaseUrl,
  executorId,
  applicationVersion,
  parts,
  onLog = () => {},
}: EngineOptions): Promise<LaunchedEngine> {
  // All processes would have it, and begin each other's work a second time.
  if (executorId === "local" || executorId === "")
    throw refused(`${JSON.stringify(executorId)} is not the name of one process.`);
  // It takes a tenth of a second to load, which programs that only submit runs do not need.
  const { DBOS: engine } = await import("@dbos-inc/dbos-sdk");
  if (engine.isInitialized()) throw refused("An engine runs in this process already.");
  const pool = openEnginePool(databaseUrl, CONNECTIONS);
  const shutdown = async () => {
    await engine.shutdown({ deregister: true });
    await pool.end();
  };
  const log = (entry: unknown) => onLog(entry instanceof Error ? entry.message : String(entry));
  engine.setConfig({
    name: "crosstag",
    systemDatabaseUrl: databaseUrl,
    systemDatabasePool: pool,
    executorID: executorId,
    applicationVersion,
    // It needs a connection of its own that no pooler may share.
    useListenNotify: false,
    listenQueues: parts.flatMap(({ queues }) => queues),
    logger: { info: log, debug: () => {}, warn: log, error: log },
  });
  for (const part of parts) part.register(engine);
  try {
    await withLock(pool, () => engine.launch());
    for (const part of parts) await part.begin?.(engine);
  } catch (error) {
    await shutdown();
    throw databaseProblem(error);
  }
  return { engine, shutdown };
}

/** Any number that other programs do not use for their locks. */
const LAUNCH_LOCK = 7_310_266_157;

const AGAIN_MS = 100;

/**
 * Engines that create their tables at once fail. The lock is tried again and again: a session that waits for it has a
 * transaction, and the engine creates indexes concurrently, which waits for all transactions.
 */
async function withLock(pool: Pool, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ free: boolean }>("select pg_try_advisory_lock($1) as free", [LAUNCH_LOCK]);
      if (rows[0]?.free === true) break;
      await systemClock.sleep(AGAIN_MS);
    }
    await work();
  } finally {
    // The lock ends with its connection.
    client.release(true);
  }
}

function refused(message: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message,
    hint: "Give every worker a process and a name of its own.",
  });
}

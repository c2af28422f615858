import type { CrosstagError } from "@crosstag/core";
import { fieldsOf } from "@crosstag/core/internal";
import type { DBOSClient } from "@dbos-inc/dbos-sdk";
import type { Pool } from "pg";
import { databaseProblem } from "../database/database-problem.ts";
import type { Database } from "../database/open-database.ts";
import { openEnginePool } from "../engine/open-engine-pool.ts";
import { SCHEDULE_QUEUE } from "./schedule-names.ts";
import { scheduleProblem } from "./schedule-problem.ts";

const CONNECTIONS = 2;

/** The schedules of the engine, which workers have made tables for. */
export class ScheduleEngine {
  readonly #database: Database;
  readonly #databaseUrl: string;
  readonly #pool: Pool;
  #opening: Promise<DBOSClient> | undefined;

  constructor(database: Database, databaseUrl: string) {
    this.#database = database;
    this.#databaseUrl = databaseUrl;
    this.#pool = openEnginePool(databaseUrl, CONNECTIONS);
  }

  /** Whether there is a schedule of this name. @throws CrosstagError of the database */
  async has(name: string): Promise<boolean> {
    return (await this.#hasTables()) && (await this.use((client) => client.getSchedule(name))) !== null;
  }

  /**
   * Calls `work` with the client, which is opened by the first call.
   * @throws CrosstagError `configuration` if no worker of this version has used the database yet; of the database; what `work`
   *   throws
   */
  async use<Result>(work: (client: DBOSClient) => Promise<Result>): Promise<Result> {
    if (!(await this.#hasTables())) throw withoutWorker();
    try {
      return await work(await (this.#opening ??= openClient(this.#databaseUrl, this.#pool)));
    } catch (error) {
      throw isOfOtherTables(error) ? withoutWorker() : databaseProblem(error);
    }
  }

  /** Ends the ticks of a schedule that no worker has begun. @returns their times. @throws CrosstagError of the database */
  async cancelUnbegun(name: string): Promise<readonly Date[]> {
    if (!(await this.#hasTables())) return [];
    return this.use(async (client) => {
      const unbegun = await client.listWorkflows({
        scheduleName: name,
        queueName: SCHEDULE_QUEUE,
        status: "ENQUEUED",
        loadInput: false,
        loadOutput: false,
      });
      const ids = unbegun.map(({ workflowID }) => workflowID);
      if (ids.length > 0) await client.cancelWorkflows(ids);
      return ids.map((id) => tickOf(name, id));
    });
  }

  /** The version whose workers begin ticks: the last one that was new. @throws CrosstagError as `use` */
  async version(): Promise<string> {
    return (await this.use((client) => client.getLatestApplicationVersion())).versionName;
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await (await this.#opening)?.destroy();
    await this.#pool.end();
  }

  async #hasTables(): Promise<boolean> {
    const [row] = await this.#database.rows<{ readonly exists: boolean }>(
      "select to_regclass('dbos.workflow_schedules') is not null as exists",
    );
    return row?.exists === true;
  }
}

/** The time that a schedule names. Its workflow's id ends with it, and says so if it was requested. */
export function tickOf(name: string, workflowId: string): Date {
  return new Date(workflowId.slice(`sched-${name}-`.length).replace(/^trigger-/, ""));
}

/** The client logs to standard output otherwise. */
function silent(): void {}

async function openClient(databaseUrl: string, pool: Pool): Promise<DBOSClient> {
  const { DBOSClient: Client } = await import("@dbos-inc/dbos-sdk");
  return Client.create({
    systemDatabaseUrl: databaseUrl,
    applicationName: "crosstag",
    systemDatabasePool: pool,
    logger: { info: silent, debug: silent, warn: silent, error: silent },
  });
}

/** A table or a column is missing: a worker is creating them, or all workers so far had an older version. */
function isOfOtherTables(error: unknown): boolean {
  return ["42P01", "42703"].includes(String(fieldsOf(error)["code"]));
}

function withoutWorker(): CrosstagError {
  return scheduleProblem(
    "No worker of this version has used this database yet.",
    "Start one first, and wait until it works: crosstag worker --database-url URL",
  );
}

import type { CrosstagError } from "@crosstag/core";
import { refuseUnknownSettings, type OptionNames } from "@crosstag/core/internal";
import { openDatabase, type Database, type DatabaseOptions } from "../database/open-database.ts";
import { cancelChecks, type CanceledChecks } from "../results/cancel-checks.ts";
import { readChecks, type CheckFilter, type CheckRow } from "../results/read-checks.ts";
import { readOpenViolations, type OpenViolation } from "../results/read-violations.ts";
import { RESULT_TABLES } from "../results/result-tables.ts";
import { storableJson } from "../results/storable-json.ts";
import { RUN_TABLES } from "../runs/run-tables.ts";
import { missingWorker, type WaitingCheck } from "./missing-worker.ts";
import { readDefinition, readDefinitions, requireSchedule } from "./read-definitions.ts";
import { removeSchedule } from "./remove-schedule.ts";
import { isScheduleName, type ScheduleDefinition } from "./schedule-definition.ts";
import { runSchedule, type RunScheduleOptions } from "./run-schedule.ts";
import { ScheduleEngine } from "./schedule-engine.ts";
import { SCHEDULE_QUEUE, SCHEDULE_WORKFLOW } from "./schedule-names.ts";
import { scheduleProblem } from "./schedule-problem.ts";

/** A schedule, and what became of it so far. */
export interface ListedSchedule {
  /** The schedule. */
  readonly definition: ScheduleDefinition;
  /** Whether workers begin its ticks. False: it was added only in part. Add it again. */
  readonly active: boolean;
  /** Its last check. Absent: none. */
  readonly last?: CheckRow;
  /** The worker that its checks wait for. Absent: one is running that begins them. */
  readonly waitsFor?: WaitingCheck;
}

/** Schedules that workers carry out, and their results. */
export interface Schedules {
  /**
   * Adds a schedule, or replaces the one of its name. Results stay.
   * @throws CrosstagError `configuration` if a field is not valid, or the name is taken and `replace` is not set
   */
  add(definition: ScheduleDefinition, options?: { readonly replace?: boolean }): Promise<void>;
  /** All schedules, by name. */
  list(): Promise<readonly ListedSchedule[]>;
  /**
   * Removes a schedule; its results too if `results` is set, also if the schedule was removed before. After an error, call it
   * again: it removes what is left.
   * @throws CrosstagError `configuration` if there is nothing to remove
   */
  remove(name: string, options?: { readonly results?: boolean }): Promise<void>;
  /**
   * Lets a worker do the schedule once, now, and waits for the end of the check. Messages can be sent later.
   * @returns the check. Undefined if it was not begun
   * @throws CrosstagError `configuration` if there is no such schedule, or no worker of the version that does it; the reason of
   *   the signal
   */
  run(name: string, options?: RunScheduleOptions): Promise<CheckRow | undefined>;
  /**
   * Ends its checks that have not ended, also if their workers have, or none has begun them. Fixes that are applied as a run continue.
   * @throws CrosstagError `configuration` if there is no such schedule and no check of it
   */
  cancel(name: string): Promise<CanceledChecks>;
  /** Its checks, the newest first. @throws CrosstagError `configuration` if there is no such schedule and no check of it */
  checks(name: string, filter?: CheckFilter): Promise<readonly CheckRow[]>;
  /** Its open violations, the oldest first. */
  openViolations(name: string, limit?: number): Promise<readonly OpenViolation[]>;
  /** Closes the connections. */
  close(): Promise<void>;
}

const OPTIONS: OptionNames<DatabaseOptions> = { databaseUrl: true, maximumConnections: true, createTables: true };

/**
 * Opens the schedules that workers with the same database share.
 * @throws CrosstagError as `openDatabase`; `configuration` for an unknown option
 */
export async function openSchedules(options: DatabaseOptions): Promise<Schedules> {
  refuseUnknownSettings("openSchedules", options, OPTIONS);
  const database = await openDatabase(options, [RUN_TABLES, RESULT_TABLES]);
  const engine = new ScheduleEngine(database, options.databaseUrl);
  return {
    add: (definition, { replace = false } = {}) => addSchedule(database, engine, definition, replace),
    list: () => listSchedules(database, engine),
    remove: (name, { results = false } = {}) => removeSchedule(database, engine, name, results),
    run: (name, wait = {}) => runSchedule(database, engine, name, wait),
    cancel: async (name) => {
      const canceled = await cancelChecks(database, name, await engine.cancelUnbegun(name));
      if (canceled.checks === 0 && (await readChecks(database, name, { limit: 1 })).length === 0)
        await requireSchedule(database, name);
      return canceled;
    },
    checks: async (name, filter) => {
      const checks = await readChecks(database, name, filter);
      if (checks.length === 0) await requireSchedule(database, name);
      return checks;
    },
    openViolations: (name, limit) => readOpenViolations(database, name, limit),
    close: async () => {
      await engine.close();
      await database.close();
    },
  };
}

async function addSchedule(
  database: Database,
  engine: ScheduleEngine,
  definition: ScheduleDefinition,
  replace: boolean,
): Promise<void> {
  const { name, cron, timeZone, catchUp = false } = definition;
  if (!isScheduleName(name))
    throw scheduleProblem(
      "The name of a schedule has letters, digits, dots, _ and -, at most 64.",
      "Choose another name.",
    );
  const before = await readDefinition(database, name);
  if (before !== undefined && !replace)
    throw scheduleProblem(
      `There is a schedule ${JSON.stringify(name)} already.`,
      "Choose another name, or add --replace.",
    );
  await engine.use(async (client) => {
    const options = { automaticBackfill: catchUp, queueName: SCHEDULE_QUEUE };
    try {
      if ((await client.getSchedule(name)) === null)
        await client.createSchedule({
          scheduleName: name,
          workflowName: SCHEDULE_WORKFLOW,
          schedule: cron,
          context: { name },
          options: { ...options, ...(timeZone !== undefined && { cronTimezone: timeZone }) },
        });
      else await client.updateSchedule(name, { ...options, schedule: cron, cronTimezone: timeZone ?? null });
    } catch (error) {
      throw cronProblem(error) ?? error;
    }
  });
  // A tick between the two finds no schedule, or the one before, and does what that says.
  await database.rows(
    `insert into crosstag_schedules (name, definition) values ($1, $2::jsonb)
     on conflict (name) do update set definition = excluded.definition, changed_at = clock_timestamp()`,
    [name, storableJson(definition)],
  );
}

/** The engine checks the fields before it uses the database. */
function cronProblem(error: unknown): CrosstagError | undefined {
  if (!(error instanceof Error) || "code" in error) return undefined;
  return /timezone/i.test(error.message)
    ? scheduleProblem("The time zone is not known.", "Write a name such as Europe/Berlin, or omit it for UTC.")
    : scheduleProblem(
        "The cron expression is not valid.",
        "Write five fields, minute, hour, day of month, month and day of week: '0 6 * * 1-5'",
      );
}

async function listSchedules(database: Database, engine: ScheduleEngine): Promise<readonly ListedSchedule[]> {
  const definitions = await readDefinitions(database);
  if (definitions.length === 0) return [];
  const active = new Set((await engine.use((client) => client.listSchedules())).map((one) => one.scheduleName));
  const waitsFor = await missingWorker(database, await engine.version());
  return Promise.all(
    definitions.map(async (definition) => {
      const [last] = await readChecks(database, definition.name, { limit: 1 });
      return {
        definition,
        active: active.has(definition.name),
        ...(last !== undefined && { last }),
        ...(waitsFor !== undefined && { waitsFor }),
      };
    }),
  );
}

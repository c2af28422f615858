import { CrosstagError, type ApplyPlanRequest, type Plan, type RunResult } from "@crosstag/core";
import { refuseUnknownOptions, refuseUnknownSettings, shownUrl, type OptionNames } from "@crosstag/core/internal";
import { newRunId, saveRun, type SavedRun, type SaveRunOptions } from "@crosstag/core/node";
import { openDatabase, type Database, type DatabaseOptions } from "../database/open-database.ts";
import { DatabasePlan } from "./database-plan.ts";
import { readRecords } from "./read-records.ts";
import { readRunStatus, type SharedRunStatus } from "./run-status.ts";
import { RUN_TABLES, RUN_VERSION } from "./run-tables.ts";
import { submitRun } from "./submit-run.ts";
import { resumeSharedRun } from "./resume-shared-run.ts";

/** Options of `openRuns`. */
export interface RunsOptions extends Pick<DatabaseOptions, "createTables"> {
  /** The database of the workers: `postgres://user@host:5432/name`. */
  readonly databaseUrl: string;
}

/** How a plan is applied by workers. */
export interface SubmitOptions extends Pick<ApplyPlanRequest, "verify" | "maximumFailures"> {
  /** Submit the plan although a run of it has not ended. Default: false, which refuses that. */
  readonly allowConcurrent?: boolean | undefined;
  /** Only workers of this version apply it. Default: the version of this library's tables. */
  readonly version?: string | undefined;
  /** Make so many of the changes only, the first ones of the plan. `resume` continues with the rest. Default: all. */
  readonly limit?: number | undefined;
  /** Changes in one chunk, at most. Workers take chunks. Default: those of a minute at the rate of the quota, 500 to 10,000. */
  readonly chunkSize?: number | undefined;
}

/** The names of all options. */
const RUNS: OptionNames<RunsOptions> = { databaseUrl: true, createTables: true };
const SUBMISSION: OptionNames<SubmitOptions> = {
  verify: true,
  maximumFailures: true,
  allowConcurrent: true,
  version: true,
  limit: true,
  chunkSize: true,
};

/** The runs of a database. */
export interface SharedRuns {
  /**
   * Submits a plan to the workers. The plan, with its tags and account ids, is kept in the database; credentials are not.
   * @returns the id of the run
   * @throws CrosstagError `invalid-request` for a plan without changes, or an unknown option; `configuration` if a run of the plan has not ended;
   *   `invalid-state` if it undoes a run that has not ended, or was resumed since it was planned
   */
  submit(plan: Plan, options?: SubmitOptions): Promise<string>;
  /**
   * How far a run is.
   * @param run its id, the beginning of the id, or `latest`
   * @throws CrosstagError `not-found` if there is none; `configuration` if there are several
   */
  status(run: string): Promise<SharedRunStatus>;
  /** All runs, the newest first. */
  list(): Promise<readonly ListedSharedRun[]>;
  /** Stops a run. Calls that are under way end. @returns false if it has ended */
  cancel(run: string): Promise<boolean>;
  /**
   * Continues a run that has ended before all changes were made, or before all of them could be read back.
   * @returns false if nothing is left to be done, or it has not ended
   */
  resume(run: string): Promise<boolean>;
  /**
   * Keeps a run that has ended among the runs of this machine, to be verified or undone there. `resume` continues it. What a resume
   * changes meanwhile is not kept until the run has ended again.
   * @param root the folder of all runs
   * @throws CrosstagError `invalid-state` if it has not ended; as `saveRun`
   */
  save(run: string, root: string, options?: SaveRunOptions): Promise<SavedRun>;
  /** Closes the connections. */
  close(): Promise<void>;
}

/** A run in a list. */
export interface ListedSharedRun {
  /** Its id. */
  readonly id: string;
  /** Whether workers apply it. */
  readonly state: "submitted" | "running" | "ended";
  /** How it ended. Absent: it has not. */
  readonly ended?: RunResult["ended"];
  /** Resources that its plan changes. */
  readonly changes: number;
  /** When it was submitted. */
  readonly submittedAt: Date;
}

/**
 * Opens the runs that workers share. Needs no worker and no credentials of clouds.
 * @throws CrosstagError `configuration`, `unauthenticated`, `access-denied` or `unavailable` if the database cannot be used;
 *   `configuration` for an unknown option
 */
export async function openRuns(given: RunsOptions): Promise<SharedRuns> {
  refuseUnknownSettings("openRuns", given, RUNS);
  const { databaseUrl, createTables } = given;
  const database = await openDatabase({ databaseUrl, createTables }, [RUN_TABLES]);
  return {
    submit: async (plan, options = {}) => {
      refuseUnknownOptions("submit", options, SUBMISSION);
      const id = newRunId(new Date(), Math.random);
      await submitRun(database, { ...options, id, plan, version: options.version ?? RUN_VERSION });
      return id;
    },
    status: async (run) => readRunStatus(database, await findRun(database, run)),
    list: () => listRuns(database),
    cancel: async (run) => {
      const stopped = await database.rows(
        "update crosstag_runs set stop = coalesce(stop, 'interrupted') where id = $1 and state <> 'ended' returning id",
        [await findRun(database, run)],
      );
      return stopped.length > 0;
    },
    resume: async (run) => resumeSharedRun(database, await findRun(database, run), new Date()),
    save: async (run, root, options) => {
      const id = await findRun(database, run);
      const [ended] = await database.rows<{ readonly attempt: number }>(
        "select attempt from crosstag_runs where id = $1 and state = 'ended'",
        [id],
      );
      if (ended === undefined)
        throw new CrosstagError({
          code: "invalid-state",
          message: `The run ${id} has not ended: its journal is not complete.`,
          hint: "Wait for its end, or cancel it.",
        });
      const plan = await DatabasePlan.open(database, id);
      const toSave = { id, plan, keptAt: shownUrl(databaseUrl), records: readRecords(database, id, ended.attempt) };
      return saveRun(root, toSave, options);
    },
    close: () => database.close(),
  };
}

/** Ids that are named when a run is not found. */
const EXAMPLES = 5;

async function findRun(database: Database, run: string): Promise<string> {
  const rows =
    run === "latest"
      ? await database.rows<{ readonly id: string }>("select id from crosstag_runs order by id desc limit 1")
      : await database.rows<{ readonly id: string }>(
          "select id from crosstag_runs where starts_with(id, $1) and $1 <> '' order by id desc limit $2",
          [run, EXAMPLES + 1],
        );
  const [first, second] = rows;
  if (first !== undefined && second === undefined) return first.id;
  // `not-found` as well: the name is wrong, not the run.
  if (first !== undefined)
    throw new CrosstagError({
      code: "not-found",
      message: `${JSON.stringify(run)} matches several runs of the database: ${listed(rows)}.`,
      hint: "Specify more of the id.",
    });
  const newest = await database.rows<{ readonly id: string }>(
    "select id from crosstag_runs order by id desc limit $1",
    [EXAMPLES],
  );
  throw new CrosstagError({
    code: "not-found",
    message:
      newest.length === 0
        ? "There is no run in this database."
        : `There is no run ${JSON.stringify(run)} in this database. The newest are ${listed(newest)}.`,
    hint: newest.length === 0 ? "Submit a plan first." : "Specify one of these, or `latest`.",
  });
}

function listed(rows: readonly { readonly id: string }[]): string {
  const ids = rows.slice(0, EXAMPLES).map(({ id }) => id);
  return `${ids.join(", ")}${rows.length > EXAMPLES ? " and more" : ""}`;
}

async function listRuns(database: Database): Promise<readonly ListedSharedRun[]> {
  const rows = await database.rows<{
    readonly id: string;
    readonly state: ListedSharedRun["state"];
    readonly ended: RunResult["ended"] | null;
    readonly changes: number;
    readonly at: Date;
  }>("select id, state, ended, changes, submitted_at as at from crosstag_runs order by id desc");
  return rows.map(({ id, state, ended, changes, at }) => ({
    id,
    state,
    ...(ended !== null && { ended }),
    changes,
    submittedAt: at,
  }));
}

import { CrosstagError, systemClock, type Clock, type QuotaBudget, type QuotaScope } from "@crosstag/core";
import { refuseUnknownSettings, type OptionNames } from "@crosstag/core/internal";
import { openPool } from "./database/open-pool.ts";
import { PostgresLane } from "./postgres-lane.ts";
import { QuotaRows } from "./quota-rows.ts";

/** Options of `openPostgresBudget`. */
export interface PostgresBudgetOptions {
  /** The database: `postgres://user@host:5432/name`. The user must be allowed to create a table in its first schema. */
  readonly databaseUrl: string;
  /** Connections that are open at once, at most. Default: 4. */
  readonly maximumConnections?: number | undefined;
  /**
   * Called with the error `unavailable` when the database cannot be used, once until it can be used again. Calls wait
   * meanwhile. Default: does nothing.
   */
  readonly onProblem?: ((problem: CrosstagError) => void) | undefined;
}

/** A budget that processes of many machines share. */
export interface PostgresBudget extends QuotaBudget {
  /** Closes the connections. Close the engines that use the budget before: calls that wait for it wait forever. */
  close(): Promise<void>;
}

const OPTIONS: OptionNames<PostgresBudgetOptions> = { databaseUrl: true, maximumConnections: true, onProblem: true };

/**
 * Opens the budget that all processes with the same database share. Connects when the first call waits for its turn. The
 * table `crosstag_quotas_1` has one row for each quota; it is created if it is missing. Rows hold the cloud, account,
 * region and the rate; no credentials, resources or tags.
 *
 * Calls that wait while the database cannot be used are not sent: they continue when it answers, or end by their own
 * time limit. Engines with a clock of their own do not share: their calls are refused with `configuration`.
 * @throws CrosstagError `configuration` for an unknown option
 */
export function openPostgresBudget(options: PostgresBudgetOptions): PostgresBudget {
  refuseUnknownSettings("openPostgresBudget", options, OPTIONS);
  const { databaseUrl, maximumConnections = 4, onProblem = () => {} } = options;
  const pool = openPool({
    connectionString: databaseUrl,
    max: maximumConnections,
    query_timeout: 5_000,
    allowExitOnIdle: true,
  });
  const rows = new QuotaRows(pool, systemClock);
  const lanes = new Set<PostgresLane>();
  let reported = false;
  const events = {
    onClose: (lane: PostgresLane) => void lanes.delete(lane),
    onSuccess: () => void (reported = false),
    onFailure: (error: unknown) => {
      if (!reported) onProblem(databaseProblem(error));
      reported = true;
    },
  };
  return {
    open: (scope, requestsPerSecond, clock) => {
      if (!isSystemTime(clock))
        throw new CrosstagError({
          code: "configuration",
          message: "A budget in Postgres needs the clock of the system.",
          hint: "Remove the engine option `clock`, or the engine option `quotaBudget`.",
        });
      const lane = new PostgresLane(nameOf(scope), requestsPerSecond, rows, events);
      lanes.add(lane);
      return lane.turns;
    },
    close: async () => {
      await Promise.all([...lanes].map((lane) => lane.end()));
      await pool.end();
    },
  };
}

/** By what it shows: a program can hold two copies of `@crosstag/core`, and each has an object of its own. */
function isSystemTime(clock: Clock): boolean {
  const before = performance.now();
  const shown = clock.now();
  return before <= shown && shown <= performance.now();
}

/** A quota of all regions has `*` for its region. */
function nameOf({ provider, account, region = "*", quota, endpoint }: QuotaScope): string {
  return [provider, account, region, quota, ...(endpoint === undefined ? [] : [endpoint])].join("/");
}

/** Without the database's own message, which can contain its address and user. */
function databaseProblem(error: unknown): CrosstagError {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  return new CrosstagError({
    code: "unavailable",
    retry: "transient",
    message: `The database of the shared quotas cannot be used${code === undefined ? "" : ` (${code})`}. Calls wait until it answers.`,
    hint: "Check that the database runs, its URL, and that its user may create and change tables.",
    cause: error,
  });
}

import type { CheckResult } from "@crosstag/compliance";
import type { Database } from "../database/open-database.ts";
import type { CheckState, ClosedCounts, ScheduledAction } from "./check-result.ts";

/** One check of a schedule, in numbers. */
export interface CheckRow {
  /** The id of the check. */
  readonly id: string;
  /** The time that the schedule names. */
  readonly tick: Date;
  /** What was done. */
  readonly action: ScheduledAction;
  /** How it ended. A check whose worker has ended is `running` until another worker takes it over, or a later one begins. */
  readonly state: CheckState;
  /** Violations that the check before did not find. */
  readonly newViolations: number;
  /** Violations that the check closed, by the reason. */
  readonly closedViolations: ClosedCounts;
  /** Which resources could not be listed, in sentences. Absent: there is no result. */
  readonly incomplete?: readonly string[];
  /**
   * The version of the workers that continue it, because its own worker has ended; empty if that is not known any more. Absent:
   * its worker is at it, or it has ended.
   */
  readonly waitsFor?: string;
  /** Why it failed or was missed, or fixes were not applied. Absent: none of it. */
  readonly reason?: string;
  /** The name of the policy. Absent: there is no result. */
  readonly policy?: string;
  /** The digest of the policy's text: checks with different ones are not alike. Absent: there is no result. */
  readonly policyDigest?: string;
  /** The number of resources. Absent: there is no result. */
  readonly resources?: number;
  /** Resources by result. Absent: there is no result. */
  readonly results?: Readonly<Record<CheckResult, number>>;
  /** Violations that were open afterwards. Absent: there is no result. */
  readonly openViolations?: number;
  /** The id of the run that applied fixes. Absent: none. */
  readonly run?: string;
}

/** The part of the rows that is read. */
export interface CheckFilter {
  /** Only ticks from this time on. Default: all that are kept. */
  readonly since?: Date;
  /** At most so many, the newest. Default: 1,000. */
  readonly limit?: number;
}

/** Returns the checks of a schedule, the newest first: a trend. @throws CrosstagError of the database */
export async function readChecks(
  database: Database,
  schedule: string,
  { since = new Date(0), limit = 1_000 }: CheckFilter = {},
): Promise<readonly CheckRow[]> {
  const rows = await database.rows<{ readonly given: Given; readonly present: Present }>(
    `select jsonb_build_object('id', id, 'action', action, 'state', state, 'newViolations', new_violations,
         'closedViolations', closed_violations, 'tick', extract(epoch from tick)::float8 * 1000) as given,
       jsonb_strip_nulls(jsonb_build_object('reason', reason, 'policy', policy, 'policyDigest', policy_digest,
         'resources', summary -> 'resources', 'results', summary -> 'results', 'incomplete', summary -> 'incomplete', 'openViolations', open_violations,
         'run', run, 'waitsFor', case when state = 'running' and not coalesce(w.held, false) then coalesce(w.version, '') end)) as present
     from crosstag_checks left join (
       select id as worker, version, not ended and lease_until > clock_timestamp() as held from crosstag_workers
     ) w using (worker)
     where schedule = $1 and tick >= $2 order by tick desc limit $3`,
    [schedule, since.toISOString(), limit],
  );
  return rows.map(({ given, present }) => ({ ...given, tick: new Date(given.tick), ...present }));
}

type Always = "id" | "tick" | "action" | "state" | "newViolations" | "closedViolations";
type Given = Omit<Pick<CheckRow, Always>, "tick"> & { readonly tick: number };
type Present = Omit<CheckRow, Always>;

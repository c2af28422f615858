import type { Severity } from "../policy/policy.ts";
import type { CheckRecord } from "./check-record.ts";
import type { CheckSummary } from "./check-summary.ts";
import type { TrendPoint } from "./json-report.ts";

/** What a report is written from. */
export interface ReportInput {
  /** The counts of the check. */
  readonly summary: CheckSummary;
  /** Read once, in order. */
  readonly records: AsyncIterable<CheckRecord> | Iterable<CheckRecord>;
  /** The lowest severity that fails the check. */
  readonly failOn: Severity;
  /** The path or URL of the policy, for readers. */
  readonly policyFile?: string;
  /** Whether findings were compared with a baseline. */
  readonly compared?: boolean;
  /** Earlier checks, for reports that show a trend. */
  readonly earlier?: readonly TrendPoint[];
  /** Returns the https address of a resource's page in its cloud's console, if it has one. Default: no addresses. */
  readonly consolePageOf?: (record: CheckRecord) => string | undefined;
}

/** A report, piece by piece. */
export type WriteReport = (input: ReportInput) => AsyncGenerator<string, void, undefined>;

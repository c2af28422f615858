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
  /** Accounts whose resources could not be listed, for reports for people. Default: none. */
  readonly unread?: readonly UnreadAccount[];
  /** Returns the https address of a resource's page in its cloud's console, if it has one. Default: no addresses. */
  readonly consolePageOf?: (record: CheckRecord) => string | undefined;
}

/** Resources of one account that could not be listed, for one reason. */
export interface UnreadAccount {
  /** The provider. */
  readonly provider: string;
  /** The account. Absent: it is not known. */
  readonly account?: string;
  /** The name of the account. Absent: none is known. */
  readonly accountName?: string;
  /** The name of the cloud in the configuration. */
  readonly cloud: string;
  /** What could not be listed, and why, in a sentence. */
  readonly reason: string;
}

/** A report, piece by piece. */
export type WriteReport = (input: ReportInput) => AsyncGenerator<string, void, undefined>;

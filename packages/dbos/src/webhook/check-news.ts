import type { Severity } from "@crosstag/compliance";

/** A violation that is in the database. Contains no tag value except that of the team. */
export interface KnownViolation {
  /** The same for the same violation in every check. */
  readonly fingerprint: string;
  /** The full name of the resource. */
  readonly reference: string;
  /** The id of the rule. */
  readonly rule: string;
  /** The severity of the rule. */
  readonly severity: Severity;
  /** The tag that the violation is about. Absent: all tags together. */
  readonly tagKey?: string;
  /** What is wrong, in a sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
  /** The value of the policy's `teamKey`. Absent: none. */
  readonly team?: string;
}

/** What a scheduled check found that the check before did not. */
export interface CheckNews {
  /** The id of the check, a UUID. A message about it that is sent again has the same id. */
  readonly checkId: string;
  /** The name of the schedule. */
  readonly schedule: string;
  /** The name of the policy. */
  readonly policy: string;
  /** The time of the check, ISO 8601. */
  readonly checkedAt: string;
  /** Violations that the check before did not find. */
  readonly violations: readonly KnownViolation[];
  /** The number of violations that are no longer found. */
  readonly fixed: number;
  /** The number of violations that are open, the new ones included. */
  readonly open: number;
  /** The number of resources that could not be read. */
  readonly unread: number;
}

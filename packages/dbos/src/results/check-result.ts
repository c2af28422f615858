import type { CheckSummary } from "@crosstag/compliance";

/** What a schedule does. */
export type ScheduledAction = "check" | "enforce";

/** One tick of a schedule. */
export interface ScheduledTick {
  /** The name of the schedule. */
  readonly schedule: string;
  /** The time that the schedule names. */
  readonly tick: Date;
  /** What is done. */
  readonly action: ScheduledAction;
  /** The id of the worker that does it. */
  readonly worker: string;
}

/** Resources that could not be listed. What was found there before stays open. */
export interface UnlistedScope {
  /** The provider of the cloud. */
  readonly provider: string;
  /** The region. Absent: every region. */
  readonly region?: string;
  /** The account. Absent: not known. */
  readonly account?: string;
  /** The kind of the resources. Absent: every kind. */
  readonly kind?: string;
}

/** What a check found, in numbers. */
export interface CheckOutcome {
  /** The counts. */
  readonly summary: CheckSummary;
  /** The digest of the policy's text. */
  readonly policyDigest: string;
  /** What could not be listed. */
  readonly unlisted: readonly UnlistedScope[];
  /** The receivers of messages about new violations, by their names in the configuration. */
  readonly receivers: readonly string[];
  /** Why fixes are not applied, in a sentence. Absent: there is nothing to say. */
  readonly reason?: string;
}

/**
 * `running`: a worker does it. `complete`: every resource was read. `incomplete`: some could not be read. `failed`: there
 * is no result. `missed`: it was not done.
 */
export type CheckState = "running" | "complete" | "incomplete" | "failed" | "missed";

/** Why a violation is no longer open. `not-found`: the resource is no longer listed. */
export type ClosedBecause = "fixed" | "waived" | "rule-removed" | "not-found";

/** Closed violations by the reason. An absent reason has none. */
export type ClosedCounts = Readonly<Partial<Record<ClosedBecause, number>>>;

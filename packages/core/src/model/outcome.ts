import type { CrosstagError } from "./crosstag-error.ts";

/** Why a resource was left alone on purpose. */
export type SkipReason =
  /** `dryRun` was asked for; `change` says what would have been done. */
  | "dry-run"
  /** The request was canceled or its time ran out before anything was sent for this resource. */
  | "not-started"
  /** Nothing is left to do once reserved tags are taken out. */
  | "only-reserved-tags"
  /** A run: the tags concerned are no longer what they were when the plan was made. */
  | "changed-since-plan"
  /** A run: the resource carries more tags than when the plan was made, and would exceed its cloud's limit. */
  | "over-limit";

/** What a dry run would do to a resource. Tag keys only: values are not repeated. */
export interface PlannedChange {
  readonly set: readonly string[];
  readonly remove: readonly string[];
}

/** A change of several calls of which only some were made. Tag keys only: values are not repeated. */
export interface PartialChange {
  /** Tag keys that were set and removed. */
  readonly done: PlannedChange;
  /** Tag keys that were still to be set and removed; of an unknown outcome, those of which it is not known. */
  readonly left: PlannedChange;
}

interface OutcomeBase {
  /** As the caller named it, the first time. */
  readonly resource: string;
  /** The cloud's full name for it, as far as known. */
  readonly reference: string;
  readonly provider: string;
  /** Wire calls made for this resource, retries included, reads not. A batch counts once for each resource in it. */
  readonly attempts: number;
  readonly requestIds: readonly string[];
}

/** Exactly one for every resource of a request. */
export type Outcome =
  | (OutcomeBase & {
      readonly status: "changed";
      /**
       * `false`: the tags were not read before. The cloud accepted the call; whether it changed anything is not known.
       * Absent: reading had shown that there was something to change.
       */
      readonly read?: false;
    })
  /** A read showed that nothing has to change, or no call was needed. */
  | (OutcomeBase & { readonly status: "unchanged" })
  | (OutcomeBase & {
      readonly status: "skipped";
      readonly reason: SkipReason;
      readonly change?: PlannedChange;
      /** The tag keys that prevented the change: their tags have changed since the plan was made. */
      readonly tagKeys?: readonly string[];
      /** A run: tag keys that it had changed before it found that. */
      readonly appliedKeys?: readonly string[];
      readonly partial?: PartialChange;
    })
  /**
   * `appliedKeys`: tag keys that were changed all the same, where the change took several calls; `partial` says which were
   * set, which were removed and what is left.
   */
  | (OutcomeBase & {
      readonly status: "failed";
      readonly error: CrosstagError;
      readonly appliedKeys?: readonly string[];
      readonly partial?: PartialChange;
    })
  /** It was sent, no answer came, and reading did not settle it. Read again later before trusting either. */
  | (OutcomeBase & {
      readonly status: "unknown";
      readonly error: CrosstagError;
      readonly appliedKeys?: readonly string[];
      readonly partial?: PartialChange;
    });

export type OutcomeStatus = Outcome["status"];

/** Adds up to the number of resources given. */
export type OutcomeCounts = Readonly<Record<OutcomeStatus, number>>;

export function countOutcomes(outcomes: readonly Outcome[]): OutcomeCounts {
  const counts: Record<OutcomeStatus, number> = { changed: 0, unchanged: 0, skipped: 0, failed: 0, unknown: 0 };
  for (const { status } of outcomes) counts[status] += 1;
  return counts;
}

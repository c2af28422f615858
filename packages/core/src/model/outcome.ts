import type { CrosstagError } from "./crosstag-error.ts";

/** Why a resource was skipped. */
export type SkipReason =
  /** The request was a dry run; `change` has what would be done. */
  | "dry-run"
  /** The request was canceled or its time ran out before anything was sent for this resource. */
  | "not-started"
  /** The request has only tags that the cloud reserves. */
  | "only-reserved-tags"
  /** A run: the tags concerned have changed since the plan was made. */
  | "changed-since-plan"
  /** A run: the resource has more tags than when the plan was made, and would exceed its cloud's limit. */
  | "over-limit";

/** What a dry run would do to a resource. Tag keys only, without values. */
export interface PlannedChange {
  /** Tag keys to add or overwrite. */
  readonly set: readonly string[];
  /** Tag keys to remove. */
  readonly remove: readonly string[];
}

/** A change of several calls of which only some were made. Tag keys only, without values. */
export interface PartialChange {
  /** Tag keys that were set and removed. */
  readonly done: PlannedChange;
  /** Tag keys that remained to be set and removed. For an unknown outcome, the keys whose state is unknown. */
  readonly left: PlannedChange;
}

interface OutcomeBase {
  /** The resource as the caller named it the first time. */
  readonly resource: string;
  /** The cloud's full name of the resource, as far as known. */
  readonly reference: string;
  /** The cloud's provider, for example `aws`. */
  readonly provider: string;
  /** Write calls for this resource, with retries, without reads. A batch counts once for each resource in it. */
  readonly attempts: number;
  /** The cloud's ids of these calls, for support cases. */
  readonly requestIds: readonly string[];
}

/** What is known of other programs, for clouds that replace all tags of a resource at once and have no versions of them. */
export interface OtherPrograms {
  /**
   * Keys of tags beside the change that another program changed at the same time, as reading back has shown: a change of
   * that program may be lost. Absent: none was seen, or the cloud has versions or leaves other tags alone.
   */
  readonly otherChanges?: readonly string[];
  /** `false`: the tags could not be read back, so that changes of other programs could not be seen. Absent: they were, if needed. */
  readonly readBack?: false;
}

/** The result for one resource. Every resource of a request has exactly one. */
export type Outcome =
  | (OutcomeBase &
      OtherPrograms & {
        readonly status: "changed";
        /**
         * `false`: the tags were not read before. The cloud accepted the call, but it is unknown whether a tag changed.
         * Absent: a read had shown that there was something to change.
         */
        readonly read?: false;
      })
  /** A read showed that nothing has to change, or no call was needed. */
  | (OutcomeBase & { readonly status: "unchanged" })
  | (OutcomeBase & {
      readonly status: "skipped";
      /** Why it was skipped. */
      readonly reason: SkipReason;
      /** Only for a dry run. */
      readonly change?: PlannedChange;
      /** The tag keys that prevented the change: their tags have changed since the plan was made. */
      readonly tagKeys?: readonly string[];
      /** A run: tag keys that it had already changed. */
      readonly appliedKeys?: readonly string[];
      /** Which tags were set and removed, and which remain, if some of several calls were made. */
      readonly partial?: PartialChange;
    })
  /**
   * `appliedKeys`: tag keys that were changed although the change failed, if it took several calls; `partial` says which were
   * set, which were removed and what is left.
   */
  | (OutcomeBase &
      OtherPrograms & {
        readonly status: "failed";
        /** Why the change failed, or why its result is unknown. */
        readonly error: CrosstagError;
        /** Tag keys that were changed although the change failed, if it took several calls. */
        readonly appliedKeys?: readonly string[];
        /** Which tags were set and removed, and which remain, if some of several calls were made. */
        readonly partial?: PartialChange;
      })
  /** The change was sent, no reliable answer came, and reading did not show the result. Read again before a retry. */
  | (OutcomeBase & {
      readonly status: "unknown";
      /** Why the change failed, or why its result is unknown. */
      readonly error: CrosstagError;
      /** Tag keys that were changed although the change failed, if it took several calls. */
      readonly appliedKeys?: readonly string[];
      /** Which tags were set and removed, and which remain, if some of several calls were made. */
      readonly partial?: PartialChange;
    });

/** The cloud deletes the key material at a date, and the key shows it. No change of tags has this outcome. */
export interface ScheduledOutcome extends OutcomeBase {
  readonly status: "scheduled";
  /** When the material is deleted, milliseconds since 1970. */
  readonly scheduledFor: number;
}

/** The result of a deletion of key material. */
export type KeyMaterialOutcome = Outcome | ScheduledOutcome;

/** The status of an outcome. */
export type OutcomeStatus = Outcome["status"];

/** The number of outcomes by status. The sum is the number of resources. */
export type OutcomeCounts = Readonly<Record<OutcomeStatus, number>>;

/** Counts outcomes by status. Statuses without an outcome are 0. */
export function countOutcomes(outcomes: readonly Outcome[]): OutcomeCounts {
  const counts: Record<OutcomeStatus, number> = { changed: 0, unchanged: 0, skipped: 0, failed: 0, unknown: 0 };
  for (const { status } of outcomes) counts[status] += 1;
  return counts;
}

/**
 * What of a change was made and what was not; undefined if nothing was made.
 * @param done the tag keys that were set or removed
 */
export function partialChange({ set, remove }: PlannedChange, done: ReadonlySet<string>): PartialChange | undefined {
  const made = { set: set.filter((key) => done.has(key)), remove: remove.filter((key) => done.has(key)) };
  if (made.set.length + made.remove.length === 0) return undefined;
  const left = { set: set.filter((key) => !done.has(key)), remove: remove.filter((key) => !done.has(key)) };
  return { done: made, left };
}

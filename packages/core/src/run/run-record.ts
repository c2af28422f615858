import type { ErrorCode } from "../model/crosstag-error.ts";
import type { OutcomeStatus, PartialChange } from "../model/outcome.ts";
import type { StoppedScope } from "../model/stopped-scope.ts";
import type { TagRecord } from "../model/tag-set.ts";

/** The version of the journal's records; a journal of another is refused. */
export const RUN_SCHEMA = "crosstag-run/2";

/** Tag keys with their values; null: the tag was not there. */
export type TagImage = Readonly<Record<string, string | null>>;

/** Who began a part of a run, and how. Journals of earlier releases have none of it. */
export interface RunPart {
  /** Who began it, as the program that applies the plan knows its caller. Absent: it does not say. */
  readonly by?: string;
  /** As in `ApplyPlanRequest`. Absent: all. */
  readonly limit?: number;
  /** As in `ApplyPlanRequest`. Absent: none. */
  readonly canary?: number;
  /** As in `ApplyPlanRequest`. Absent: never. */
  readonly maximumFailures?: number | `${number}%`;
}

/** The first record of a journal. */
export interface RunStartRecord extends RunPart {
  readonly type: "run";
  /** The version of the format. */
  readonly schema: typeof RUN_SCHEMA;
  /** The run's id. */
  readonly run: string;
  /** Digest of the plan that is applied; resuming with another is refused. */
  readonly plan: string;
  /** Resources that the plan changes. */
  readonly changes: number;
}

/** A process has taken the run up again. */
export interface RunResumeRecord extends RunPart {
  readonly type: "resume";
}

/** Which resource a record is about. */
interface ResourceRecord {
  /** As in the plan: cloud, account and region. */
  readonly scope: string;
  /** As in the plan: where calls went, if that was not the cloud's own endpoint. */
  readonly endpoint?: string;
  /** The full name. */
  readonly reference: string;
}

/**
 * On disk before the first call that can change the resource. `before` is what the touched tag keys were when they were
 * read just before; the first intent for a resource counts, since a later one may have seen the run's own work.
 */
export interface IntentRecord extends ResourceRecord {
  readonly type: "intent";
  /** The tags that were read just before; null: the tag was not there. */
  readonly before: TagImage;
  /** Tags that the run is about to set. */
  readonly set: TagRecord;
  /** Tag keys that the run is about to remove. */
  readonly remove: readonly string[];
}

/** What became of a resource. A later one of the same resource (after a resume) replaces it. */
export interface OutcomeRecord extends ResourceRecord {
  readonly type: "outcome";
  /** The status of the outcome. */
  readonly status: OutcomeStatus;
  /** Of a skipped resource. */
  readonly reason?: string;
  /** Of a failed or unknown one. Never a text of a cloud. */
  readonly code?: ErrorCode;
  /** Why it failed or is unknown, in a sentence. */
  readonly message?: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The cloud's own code of the error. */
  readonly providerCode?: string;
  /** Tag keys in the way, if it was skipped. */
  readonly tagKeys?: readonly string[];
  /**
   * Tag keys that were changed although it failed, or was skipped halfway. Empty: this part of the run has changed none. Absent: that is
   * not known, or the change was not begun in this part of the run. Of a changed one: keys that the run has changed itself, if another
   * program has made some of its intent meanwhile. Absent: all.
   */
  readonly appliedKeys?: readonly string[];
  /**
   * Of a change that may have been made although the cloud has not confirmed it: the tag keys of the calls that were made in this part
   * of the run. Absent: all of the intent, or the change was not begun in this part.
   */
  readonly sentKeys?: readonly string[];
  /** What was made of a change of several calls and what is left, by earlier parts of the run, too. */
  readonly partial?: PartialChange;
  /** Keys of other tags that another program changed at the same time: `Outcome.otherChanges`. Absent: none. */
  readonly otherChanges?: readonly string[];
  /** The cloud's ids of the write calls. */
  readonly requestIds?: readonly string[];
}

/** The run's own reading afterwards does not show the change. Not written if it does, or if nothing was read. */
export interface NotShownRecord extends ResourceRecord {
  readonly type: "not-shown";
  /** Tag keys of the change. */
  readonly tagKeys: readonly string[];
}

/** A resumed run has read the tags back that an earlier part could not, or that did not show the change: now they do. */
export interface ShownRecord extends ResourceRecord {
  readonly type: "shown";
  /** Tag keys of the change. */
  readonly tagKeys: readonly string[];
}

/** The tags could not be read back after a change that the cloud confirmed, so that nothing is known beyond its word. */
export interface NotReadRecord extends ResourceRecord {
  readonly type: "not-read";
  /** Tag keys of the change. */
  readonly tagKeys: readonly string[];
  /** Why they could not be read, the last time. */
  readonly code?: ErrorCode;
}

/** The process has come to the end of the run, or has stopped in good order. Missing after a crash. */
export interface RunEndRecord {
  readonly type: "end";
  /** Whether every resource of the plan has its outcome, or why not. */
  readonly ended:
    | "complete"
    | "interrupted"
    | "too-many-failures"
    | "limit"
    | "canary-failed"
    | "journal-failed"
    /** A cloud no longer accepted the credentials: see `stopped`. */
    | "credentials"
    /** A cloud serves nothing to the account any more, such as for overdue payments: see `stopped`. */
    | "account-refused"
    /** A cloud cannot be reached over the network: see `stopped`. */
    | "unreachable"
    /** No cloud is configured for a part of the plan: see `stopped`. */
    | "not-configured";
  /** Outcomes by status. */
  readonly counts: Readonly<Record<OutcomeStatus, number>>;
  /** Clouds, accounts and regions whose part of the run stopped early. Absent: none. */
  readonly stopped?: readonly StoppedScope[];
}

/** One record of a run's journal. */
export type RunRecord =
  | RunStartRecord
  | RunResumeRecord
  | IntentRecord
  | OutcomeRecord
  | NotShownRecord
  | NotReadRecord
  | ShownRecord
  | RunEndRecord;

/** Records what a run does. */
export interface RunJournal {
  /** The run that the journal holds; undefined when it is empty. A journal that does not know leaves it out. */
  readonly start?: RunStartRecord | undefined;
  /**
   * On disk (flushed) when it resolves; kept in the order of the calls. It can close the object that applies the plan, but
   * must not wait for that: closing waits for the run, and the run waits for this record.
   * @throws CrosstagError if it cannot be written
   */
  append(record: RunRecord): Promise<void>;
}

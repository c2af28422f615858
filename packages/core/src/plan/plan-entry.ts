import type { CrosstagError } from "../model/crosstag-error.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { TagRecord } from "../model/tag-set.ts";

/** Why a plan skips a resource. */
export type PlanSkipReason =
  | "managed-by-cloud"
  | "pending-deletion"
  /** Its cloud refuses the change in the state of the resource. */
  | "invalid-state"
  /** It would have more tags than its cloud allows. */
  | "over-limit"
  /** Two statements conflict on a tag key. */
  | "conflict"
  /** A rename would overwrite a tag that already exists with another value. */
  | "rename-conflict"
  /** The change touches a tag that drives other software, and that was not allowed. */
  | "drives-software"
  /** An undo: another program or person has changed these tags since the run. */
  | "changed-since"
  /** An undo: no cloud is configured or selected for its account and region any more. */
  | "not-configured"
  /** The cloud cannot change tags of this kind of resource. */
  | "unsupported";

interface PlanEntryBase {
  /** `scopeName` of the driver that serves it: cloud, account and region, which quotas are counted over. */
  readonly scope: string;
  /** The endpoint of the calls. Absent: the cloud's own endpoint. The plan is refused for any other. */
  readonly endpoint?: string;
  /** The cloud's full name. */
  readonly reference: string;
  readonly kind: ResourceKind;
}

/** The change of one resource, with the tags that it is based on. */
export interface PlannedResourceChange extends PlanEntryBase {
  readonly action: "change";
  /** The before-image: all tags when the plan was made, except the tags that the cloud reserves. */
  readonly before: TagRecord;
  /** Tags to be written: new tags and new values. Never an unchanged tag. */
  readonly set: TagRecord;
  /** Tag keys to be removed, all of them in `before`. They are removed after `set` is written, except `removeFirst`. */
  readonly remove: readonly string[];
  /** Those of `remove` that have to go before anything is written, because the resource would exceed its limit. */
  readonly removeFirst?: readonly string[];
}

/** A resource that the plan does not change, although it could concern it. */
export interface SkippedResource extends PlanEntryBase {
  readonly action: "skip";
  /** Why it is skipped. */
  readonly reason: PlanSkipReason;
  /** One sentence, without tag values. */
  readonly detail: string;
  /** Tag keys concerned. */
  readonly tagKeys?: readonly string[];
}

/** A resource whose tags could not be read. */
export interface UnreadableResource extends PlanEntryBase {
  readonly action: "unreadable";
  /** Why it could not be read. */
  readonly error: Pick<CrosstagError, "code" | "message"> & { readonly hint?: string; readonly requestId?: string };
}

/** One line of a plan. Unchanged resources are counted, and have no line. */
export type PlanEntry = PlannedResourceChange | SkippedResource | UnreadableResource;

import type { DesiredState } from "../desired/desired-state.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { TagRecord } from "../model/tag-set.ts";
import type { PlanHeader } from "./plan.ts";
import type { UnlistedResources } from "../reads/read-requests.ts";
import type { PlanEntry } from "./plan-entry.ts";

/** A request to plan a desired state. */
export interface PlanTagsRequest {
  /** The desired state. */
  readonly desired: DesiredState;
  /** Change tags that drive other software, too (see `SOFTWARE_TAGS`); default false: such resources are skipped. */
  readonly changeSoftwareTags?: boolean | undefined;
  /**
   * Describe each resource that would change, and skip it with a reason if its state does not allow a change.
   * `when-cheap` (default): only if the cloud allows describing as fast as writing. `never`: the run checks the state.
   */
  readonly describeStates?: "when-cheap" | "always" | "never" | undefined;
  /** The time that durations in conditions count from, such as `expires<30d`. Default: the present. */
  readonly now?: Date | undefined;
  /** Policy documents (key policies, IAM, RAM), parsed: changing a tag that one refers to is a warning. */
  readonly accessPolicies?: readonly unknown[] | undefined;
  /**
   * Read the policy of each resource that would change, too, at one call each; default false. If a cloud has none to
   * read, or one cannot be read, that is a warning.
   */
  readonly readAccessPolicies?: boolean | undefined;
  /** As in `FindResourcesRequest`: the other clouds are planned all the same. What is missing is a warning of the plan, too. */
  readonly onUnlisted?: ((unlisted: UnlistedResources) => void) | undefined;
}

/** A request to plan the undo of a run. */
export interface PlanUndoRequest {
  /** The run's id, for the plan's header. */
  readonly run: string;
  /** What the run may have changed, resource by resource; see `RunState` in `@crosstag/core/node`. */
  readonly changes: Iterable<UndoableChange>;
  /** `begun` of the `RunState`. The undo is refused if the run has begun more changes since. Default: it is not. */
  readonly begun?: number | undefined;
}

/** A request to plan desired tags, resource by resource. */
export interface PlanTagSetsRequest {
  /** The source of the tag sets, for the plan's header: `compliance policy.yaml`, `migration map.yaml`. */
  readonly by: string;
  /** Each resource once; duplicates are refused. Resources of one cloud and kind should be consecutive, for fewer reads. */
  readonly resources: AsyncIterable<DesiredTags | UnreadTags> | Iterable<DesiredTags | UnreadTags>;
  /** As in `PlanTagsRequest`. */
  readonly changeSoftwareTags?: boolean | undefined;
  /** As in `PlanTagsRequest`. */
  readonly accessPolicies?: readonly unknown[] | undefined;
  /** As in `PlanTagsRequest`; without it, no cloud is asked anything. */
  readonly readAccessPolicies?: boolean | undefined;
}

/** The tags of a resource as they were read, and all tags that it should have. */
export interface DesiredTags {
  /** The cloud's full name of the resource. */
  readonly reference: string;
  /** All tags as they were read. */
  readonly before: TagRecord;
  /** All tags afterwards. A key that is missing here is removed. */
  readonly desired: TagRecord;
}

/** A resource whose tags could not be read: the plan names it, and changes nothing of it. */
export interface UnreadTags {
  /** The cloud's full name of the resource. */
  readonly reference: string;
  /** Why its tags could not be read. */
  readonly error: CrosstagError;
}

/** The tags that a run found on a resource and what it changed, by tag key. */
export interface UndoableChange {
  /** The cloud's full name of the resource. */
  readonly reference: string;
  /** The scope of the run's plan: cloud, account and region. Default: that of the cloud that serves the name. */
  readonly scope?: string;
  /** The endpoint of the run's calls. Absent: the cloud's own endpoint. The undo is refused for any other. */
  readonly endpoint?: string;
  /** Null: the tag did not exist. */
  readonly before: Readonly<Record<string, string | null>>;
  /** Tags that the run set. */
  readonly set: TagRecord;
  /** Tag keys that the run removed. */
  readonly remove: readonly string[];
}

/** A plan that is being made: its entries, which can be read once, and then its header. */
export interface PlanDraft {
  /** Reads from the clouds while it is iterated, and can be iterated once. @throws CrosstagError if the whole plan cannot be made */
  readonly entries: AsyncIterable<PlanEntry>;
  /** Returns the header's fields. @throws CrosstagError `internal` before all entries have been read */
  complete(): Pick<PlanHeader, "origin" | "summary">;
}

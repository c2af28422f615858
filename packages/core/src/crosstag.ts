import type { ApplyPlanRequest } from "./run/apply-request.ts";
import type { RunResult } from "./run/run-result.ts";
import type { PlanDraft, PlanTagsRequest, PlanUndoRequest, PlanTagSetsRequest } from "./plan/plan-request.ts";
import type { DesiredState } from "./desired/desired-state.ts";
import type { DesiredStateProblem } from "./desired/desired-state-problem.ts";
import type {
  DeleteKeyMaterialRequest,
  DeleteKeyMaterialResult,
  KeyMaterialInspection,
} from "./key-material/key-material-requests.ts";
import type { CallOptions } from "./calls/call-options.ts";
import type {
  FindResourcesRequest,
  FoundResource,
  ListTagsRequest,
  ResourceInput,
  ResourceTags,
} from "./reads/read-requests.ts";
import type {
  TagResourceRequest,
  TagResourceResult,
  UntagResourceRequest,
  UntagResourceResult,
} from "./writes/tag-requests.ts";

/** Setting tags. */
export interface TagResource {
  /**
   * Adds tags to resources, or overwrites their values. Other tags are not changed.
   * @param options signal, time limits and events; see `CallOptions`
   * @returns one outcome per resource, also for resources that failed
   * @throws CrosstagError `invalid-request` with every violation, before anything is sent; never for the failure of one resource
   */
  tagResource(request: TagResourceRequest, options?: CallOptions): Promise<TagResourceResult>;
}

/** Removing tags. */
export interface UntagResource {
  /**
   * Removes tags from resources.
   * @param options signal, time limits and events; see `CallOptions`
   * @returns one outcome per resource, also for resources that failed
   * @throws CrosstagError `invalid-request` with every violation, before anything is sent; never for the failure of one resource
   */
  untagResource(request: UntagResourceRequest, options?: CallOptions): Promise<UntagResourceResult>;
}

/** Inspecting and deleting imported key material. */
export interface DeleteKeyMaterial {
  /**
   * Describes a key and what deleting its material would mean. Changes nothing.
   * `resolveAliases`: accept `alias/<name>`; default false, because an alias can be moved to another key.
   * @throws CrosstagError if the key cannot be read
   */
  inspectKeyMaterial(
    request: { readonly resource: ResourceInput; readonly resolveAliases?: boolean | undefined },
    options?: CallOptions,
  ): Promise<KeyMaterialInspection>;
  /**
   * Deletes imported key material. The cloud cannot undo it; only the same bytes can be imported again. The outcome is
   * `changed` only if the key's state shows the deletion afterwards, and `unknown` if the cloud confirms it but does not
   * show it.
   * @throws CrosstagError `confirmation-required`, `invalid-request`, `invalid-state`, `unsupported` before anything is sent
   */
  deleteKeyMaterial(request: DeleteKeyMaterialRequest, options?: CallOptions): Promise<DeleteKeyMaterialResult>;
}

/** Reading tags. */
export interface ListTags {
  /**
   * Reads the tags of resources, in the order given. A resource that cannot be read gives a `failed` entry.
   * @throws CrosstagError only for the request as a whole, for example `invalid-request` before anything is sent
   */
  listTags(request: ListTagsRequest, options?: CallOptions): AsyncIterable<ResourceTags>;
}

/** Listing resources. */
export interface FindResources {
  /**
   * Lists every resource of the configured clouds, or finds the resources that the request names.
   * @throws CrosstagError if a page cannot be read, because a list is never truncated without an error; `invalid-request`
   * for invalid references
   */
  findResources(request?: FindResourcesRequest, options?: CallOptions): AsyncIterable<FoundResource>;
}

/** Planning changes of tags. */
export interface PlanTags {
  /** Returns all problems of a desired state for the configured clouds. Sends nothing. */
  checkDesiredState(desired: DesiredState): readonly DesiredStateProblem[];
  /** Plans the changes from the current tags to the desired state. Reads from the clouds, writes nothing. */
  planTags(request: PlanTagsRequest, options?: CallOptions): PlanDraft;
  /** Plans the changes from tags that were read to desired tags, resource by resource. Writes nothing. */
  planTagSets(request: PlanTagSetsRequest, options?: CallOptions): PlanDraft;
  /** Plans the changes that restore the tags from before a run. Reads from the clouds, writes nothing. */
  planUndo(request: PlanUndoRequest, options?: CallOptions): PlanDraft;
}

/** Applying plans. */
export interface ApplyPlan {
  /**
   * Applies a plan within each quota. Reads each resource again before writing, skips resources that have changed since
   * the plan was made, and records every step in the journal. `options.signal` stops the run in order: calls in flight
   * finish, and no new call is made; `options.until` also gives up the calls in flight, and reading. A plan with an entry that breaks a rule is refused as a whole; `violations` names
   * these entries.
   * @throws CrosstagError `invalid-request`, `configuration` before anything is sent; never for the failure of one resource
   */
  applyPlan(request: ApplyPlanRequest, options?: CallOptions): Promise<RunResult>;
}

/** Options of `Crosstag.close`. */
export interface CloseOptions {
  /**
   * How long requests under way may take to end, in milliseconds. Then they are stopped, as by their signal: resources that
   * were not started are `skipped`, a run ends as `interrupted` after its calls in flight, and can be resumed. Default: 0,
   * which stops them at once.
   */
  readonly drain?: number | undefined;
}

/** All operations over the configured clouds, as one object. */
export interface Crosstag
  extends TagResource, UntagResource, DeleteKeyMaterial, ListTags, FindResources, PlanTags, ApplyPlan {
  /**
   * Ends the requests under way, and closes the drivers and their connections. SDK clients that the caller passed in stay
   * open. Requests that begin afterwards are refused with `invalid-request`. Closing a second time does nothing, but can
   * shorten the time of the first. A callback that its request waits for, such as `evidence`, must not wait for this: each
   * would wait for the other.
   * @throws CrosstagError `invalid-request` if `drain` is not a time
   */
  close(options?: CloseOptions): Promise<void>;
  /** The same as `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

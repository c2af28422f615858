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

export interface TagResource {
  /**
   * Adds tags to resources, or overwrites their values; other tags stay.
   * @throws CrosstagError `invalid-request` with every violation, before anything is sent; never for one resource's failure
   */
  tagResource(request: TagResourceRequest, options?: CallOptions): Promise<TagResourceResult>;
}

export interface UntagResource {
  /**
   * Takes tags away from resources.
   * @throws CrosstagError `invalid-request` with every violation, before anything is sent; never for one resource's failure
   */
  untagResource(request: UntagResourceRequest, options?: CallOptions): Promise<UntagResourceResult>;
}

export interface DeleteKeyMaterial {
  /** Looks, without changing anything. @throws CrosstagError where the key cannot be read */
  inspectKeyMaterial(
    request: { readonly resource: ResourceInput; readonly resolveAliases?: boolean },
    options?: CallOptions,
  ): Promise<KeyMaterialInspection>;
  /**
   * Deletes imported key material. The cloud cannot undo it; only the same bytes can be imported again. The outcome is
   * `changed` only if the key's state shows it afterwards; if the cloud says yes and does not show it, `unknown`.
   * @throws CrosstagError `confirmation-required`, `invalid-request`, `invalid-state`, `unsupported` before anything is sent
   */
  deleteKeyMaterial(request: DeleteKeyMaterialRequest, options?: CallOptions): Promise<DeleteKeyMaterialResult>;
}

export interface ListTags {
  /** In the order given, as soon as read. Throws for the request as a whole only. */
  listTags(request: ListTagsRequest, options?: CallOptions): AsyncIterable<ResourceTags>;
}

export interface FindResources {
  /**
   * Every resource that the cloud lists, or those that are named.
   * @throws CrosstagError where a page cannot be read: a list is never silently short; `invalid-request` for references
   * that are none
   */
  findResources(request?: FindResourcesRequest, options?: CallOptions): AsyncIterable<FoundResource>;
}

export interface PlanTags {
  /** What is wrong with a desired state for the configured clouds, all of it; asks no cloud. */
  checkDesiredState(desired: DesiredState): readonly DesiredStateProblem[];
  /** Plans the way from the tags that are there to those that are desired. Writes nothing. */
  planTags(request: PlanTagsRequest, options?: CallOptions): PlanDraft;
  /** Plans the changes from tags that were read to desired tags, resource by resource. Writes nothing. */
  planTagSets(request: PlanTagSetsRequest, options?: CallOptions): PlanDraft;
  /** Plans the way back to what a run found. Writes nothing. */
  planUndo(request: PlanUndoRequest, options?: CallOptions): PlanDraft;
}

export interface ApplyPlan {
  /**
   * Applies a plan: reads again before writing and leaves out what has moved since, keeps to each quota, writes down
   * what it does. `options.signal` stops it in good order: calls under way come to their end, no new one is made.
   * A plan with one entry that breaks a rule is refused as a whole; `violations` names the entries.
   * @throws CrosstagError `invalid-request`, `configuration` before anything is sent; never for one resource's failure
   */
  applyPlan(request: ApplyPlanRequest, options?: CallOptions): Promise<RunResult>;
}

/** All of it. */
export interface Crosstag
  extends TagResource, UntagResource, DeleteKeyMaterial, ListTags, FindResources, PlanTags, ApplyPlan {
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

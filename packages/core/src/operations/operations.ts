import type { StoppedScope } from "./stopped-scope.ts";
import type { ResourceDescription } from "../driver/resource-description.ts";
import type { CrosstagError } from "../errors/crosstag-error.ts";
import type { EventListener } from "../events/crosstag-event.ts";
import type { Reference, ResourceKind } from "../reference/reference.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { Violation } from "../rules/violation.ts";
import type { TagInput, TagRecord } from "../tags/tag-set.ts";
import type { ApplyPlanRequest } from "../run/apply-request.ts";
import type { RunResult } from "../run/run-result.ts";
import type { PlanDraft, PlanTagsRequest, PlanUndoRequest, PlanWantedRequest } from "../plan/plan-request.ts";
import type { DesiredState } from "../desired/desired-state.ts";
import type { DesiredStateProblem } from "../desired/desired-state-problem.ts";
import type { DeleteKeyMaterialEvidence, DeleteKeyMaterialResult, KeyMaterialInspection } from "./key-material.ts";
import type { Outcome, OutcomeCounts } from "./outcome.ts";

/**
 * A resource as a caller names it: the cloud's own name (ARN, bare id, `secret/<name>`, alias), or what `findResources` and
 * `listTags` gave for it.
 */
export type ResourceInput = string | Reference | FoundResource | ResourceTags;

export interface CallOptions {
  /** Ends the request: calls under way are given up, what was not started is reported as skipped. */
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole request; default none. */
  readonly timeoutMs?: number;
  /** Milliseconds for one wire call; default: what the cloud's settings say (`callTimeoutSeconds`), or 15,000. */
  readonly callTimeoutMs?: number;
  readonly onEvent?: EventListener;
}

interface WriteRequest {
  /** Naming a resource twice, in whatever form, changes it once and gives one outcome. */
  readonly resources: readonly ResourceInput[];
  /**
   * Tags that the cloud keeps for itself (`aws:`, `acs:`…): `refuse` (default) refuses the request;
   * `skip` leaves them out with a warning. They are never sent.
   */
  readonly reserved?: "refuse" | "skip";
  /** Resolve `alias/<name>` by asking the cloud; default false, because an alias can move. */
  readonly resolveAliases?: boolean;
  /** Check and read, but write nothing; default false. */
  readonly dryRun?: boolean;
}

export interface TagResourceRequest extends WriteRequest {
  readonly tags: TagInput;
  /**
   * Read the tags before writing: what is already so costs no write, and a resource that would end with too many
   * tags is refused before a call. Default true; false saves the reads where writes are known to be needed.
   */
  readonly readFirst?: boolean;
  /** Rules of further clouds that the tags must fit as well, for tags that are to stay portable. */
  readonly portableTo?: readonly TagRules[];
}

export interface UntagResourceRequest extends WriteRequest {
  /** Tag keys to take away; a key that is not there is no error. Empty is refused: see `all`. */
  readonly tagKeys?: readonly string[];
  /** Take every tag away. Must be said; it never follows from an empty list. Reserved tags stay. */
  readonly all?: boolean;
  /**
   * Read the tags before writing: a resource without these tags is `unchanged` and costs no write. Default true; with
   * false, outcomes say `read: false`, because the cloud accepts the removal of a tag that is not there.
   */
  readonly readFirst?: boolean;
}

export interface WriteResult {
  /** One for each resource, in the order given, duplicates folded. */
  readonly outcomes: readonly Outcome[];
  readonly counts: OutcomeCounts;
  readonly warnings: readonly Violation[];
  /** Wire calls made, by driver operation. */
  readonly calls: Readonly<Record<string, number>>;
  /** Clouds, accounts and regions that no more was sent to, and why; what was left there is `not-started`. Absent: none. */
  readonly stopped?: readonly StoppedScope[];
}

export type TagResourceResult = WriteResult;
export type UntagResourceResult = WriteResult;

export interface DeleteKeyMaterialRequest {
  /** One key. Batches are not offered: the cloud cannot undo it. */
  readonly resource: ResourceInput;
  /** Must equal the id of the key, as `inspectKeyMaterial` reports it. */
  readonly confirm: string;
  /** The material to delete (AWS symmetric keys). Default: the current one, pinned by looking before deleting. */
  readonly materialId?: string;
  /**
   * What `inspectKeyMaterial` returned and the person who confirmed has seen. If the key is another one now, or its
   * account, state, origin, expiry or materials differ, the request is refused and nothing is sent. Without it, only
   * the id of the key is compared.
   */
  readonly expected?: KeyMaterialInspection;
  readonly resolveAliases?: boolean;
  readonly dryRun?: boolean;
  /**
   * Called before the call with what is about to happen, and after it. Where it rejects before, nothing is sent;
   * where it rejects after, the result has a warning `crosstag.evidence-incomplete`.
   */
  readonly evidence?: (record: DeleteKeyMaterialEvidence) => Promise<void>;
}

export interface ListTagsRequest {
  readonly resources: readonly ResourceInput[];
  readonly resolveAliases?: boolean;
  /** Also give tags that the cloud keeps for itself; default false. */
  readonly includeReserved?: boolean;
  /**
   * Where a cloud is silent about unknown resources, ask whether a resource without tags is there; default true.
   * False saves that call and may report a resource that does not exist as one without tags.
   */
  readonly confirmExistence?: boolean;
}

/** The tags of one resource, complete; or why they could not be read. Exactly one for each resource asked for. */
export type ResourceTags =
  | {
      readonly status: "read";
      readonly resource: string;
      readonly reference: string;
      readonly provider: string;
      readonly kind: ResourceKind;
      readonly tags: TagRecord;
    }
  | {
      readonly status: "failed";
      readonly resource: string;
      readonly reference: string;
      readonly provider: string;
      readonly kind: ResourceKind;
      readonly error: CrosstagError;
    };

export interface FindResourcesRequest {
  /** These and no others, each once, in their order; an alias stands for its key where `describe` is on. Default: all. */
  readonly resources?: readonly ResourceInput[];
  /** Default: every kind that the cloud can list. Not together with `resources`, which say their kinds themselves. */
  readonly kinds?: readonly ResourceKind[];
  /** Ask for state, origin and manager of each resource: one read a resource. Default false. */
  readonly describe?: boolean;
  /**
   * Told of each cloud, or kind of its resources, that cannot be listed (in full); the others are listed all the same. Without
   * it, and where nothing at all can be listed, the first such error is thrown.
   */
  readonly onUnlisted?: (unlisted: UnlistedResources) => void;
}

/** Resources that are missing from a listing, and why. */
export interface UnlistedResources {
  readonly provider: string;
  readonly region: string;
  readonly account?: string;
  /** Absent: every kind of this cloud. */
  readonly kind?: ResourceKind;
  readonly error: CrosstagError;
}

export interface FoundResource {
  readonly reference: string;
  readonly provider: string;
  readonly kind: ResourceKind;
  readonly id: string;
  readonly region: string;
  /** Where `describe` was asked for and the cloud can. */
  readonly description?: ResourceDescription;
  /** Why it could not be described, although asked for; or why no request can name it, although the cloud lists it. */
  readonly error?: CrosstagError;
}

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
  /** Plans the way from tags that were read to tags that are wanted, resource by resource. Writes nothing. */
  planWanted(request: PlanWantedRequest, options?: CallOptions): PlanDraft;
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

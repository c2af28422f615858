import type { StoppedScope } from "../model/stopped-scope.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { Violation } from "../model/violation.ts";
import type { TagInput } from "../model/tag-set.ts";
import type { Outcome, OutcomeCounts } from "../model/outcome.ts";
import type { ResourceInput } from "../reads/read-requests.ts";

interface WriteRequest {
  /** The resources to change. A resource that is named twice, in any form, is changed once and has one outcome. */
  readonly resources: readonly ResourceInput[];
  /**
   * Tags that the cloud reserves for itself (`aws:`, `acs:`…): `refuse` (default) refuses the request; `skip` skips these
   * tags with a warning. They are never sent.
   */
  readonly reserved?: "refuse" | "skip" | undefined;
  /** Accept `alias/<name>` and ask the cloud for its key. Default: false, because an alias can be moved to another key. */
  readonly resolveAliases?: boolean | undefined;
  /** Check and read, but write nothing. Default: false. */
  readonly dryRun?: boolean | undefined;
  /** What was found wrong with the request before: it is refused for these and all other problems together. Default: none. */
  readonly violations?: readonly Violation[] | undefined;
  /**
   * Called once with the resources that may be written, to record which ones may have been changed if no answer comes. No call
   * that changes something is made before it resolves; tags are read meanwhile. If it rejects, nothing is changed, and the
   * request rejects with its error. Not called for a dry run, or if the request is refused. Default: none.
   */
  readonly beforeWriting?: ((resources: readonly ResourceToWrite[]) => Promise<void>) | undefined;
}

/** A resource that a request may write. `reference` is its full name, also if the caller gave an alias or a short name. */
export type ResourceToWrite = Pick<Outcome, "resource" | "reference" | "provider">;

/** Which tags to set on which resources. */
export interface TagResourceRequest extends WriteRequest {
  /** The tags to set: an object, or a list of `{ key, value }`. */
  readonly tags: TagInput;
  /**
   * Read the tags before writing: resources that have the tags already cost no write, and a resource that would exceed
   * its tag limit is refused before a call. Default: true. False saves the reads if most resources need a write.
   */
  readonly readFirst?: boolean | undefined;
  /** Rules of other clouds that the tags must also fit, to keep them portable. Default: none. */
  readonly portableTo?: readonly TagRules[] | undefined;
}

/** Which tags to remove from which resources. */
export interface UntagResourceRequest extends WriteRequest {
  /** Tag keys to remove. A key that a resource does not have is not an error. An empty list is refused: see `all`. */
  readonly tagKeys?: readonly string[] | undefined;
  /** Remove every tag except reserved ones. Must be explicit: an empty list never means all. Default: false. */
  readonly all?: boolean | undefined;
  /**
   * Read the tags before writing: a resource without these tags is `unchanged` and costs no write. Default: true. With
   * false, outcomes have `read: false`, because the cloud also accepts the removal of a tag that does not exist.
   */
  readonly readFirst?: boolean | undefined;
}

/** The result of a request that writes tags. */
export interface WriteResult {
  /** One per resource, in the order given, without duplicates. */
  readonly outcomes: readonly Outcome[];
  /** The number of outcomes by status. */
  readonly counts: OutcomeCounts;
  /** Problems that did not prevent the request. */
  readonly warnings: readonly Violation[];
  /** The number of wire calls, by driver operation. */
  readonly calls: Readonly<Record<string, number>>;
  /** Clouds, accounts and regions that received no more calls, and why. Their other resources are `not-started`. Absent: none. */
  readonly stopped?: readonly StoppedScope[];
}

/** The result of `tagResource`. */
export type TagResourceResult = WriteResult;

/** The result of `untagResource`. */
export type UntagResourceResult = WriteResult;

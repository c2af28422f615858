import type { StoppedScope } from "../model/stopped-scope.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { Violation } from "../model/violation.ts";
import type { TagInput } from "../model/tag-set.ts";
import type { Outcome, OutcomeCounts } from "../model/outcome.ts";
import type { ResourceInput } from "../reads/read-requests.ts";

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

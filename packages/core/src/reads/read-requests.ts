import type { ResourceDescription } from "../model/resource-description.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import type { TagRecord } from "../model/tag-set.ts";

/**
 * A resource as a caller names it: the cloud's own name (ARN, bare id, `secret/<name>`, alias), or what `findResources` and
 * `listTags` gave for it.
 */
export type ResourceInput = string | Reference | FoundResource | ResourceTags;

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

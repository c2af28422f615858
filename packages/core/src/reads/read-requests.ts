import type { KmsDriver } from "../driver/kms-driver.ts";
import type { ResourceDescription } from "../model/resource-description.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Reference, ResourceKind } from "../model/reference.ts";
import type { TagRecord } from "../model/tag-set.ts";
import type { Violation } from "../model/violation.ts";

/**
 * A resource in a request: the cloud's own name (ARN, bare id, `secret/<name>`, alias), an entry of the results of
 * `findResources` and `listTags`, or an outcome.
 */
export type ResourceInput = string | Reference | FoundResource | ResourceTags | Outcome;

/** Whose tags to read. */
export interface ListTagsRequest {
  /** The resources to read. Duplicates are read once. */
  readonly resources: readonly ResourceInput[];
  /** Accept `alias/<name>` and ask the cloud for its key. Default: false, because an alias can be moved to another key. */
  readonly resolveAliases?: boolean | undefined;
  /** Include the tags that the cloud reserves for itself (`aws:`, `acs:`…). Default: false. */
  readonly includeReserved?: boolean | undefined;
  /**
   * If a resource has no tags and the cloud does not distinguish that from an unknown resource, ask whether it exists:
   * one call for each. Default: true. False saves the call, and may report an unknown resource as one without tags.
   */
  readonly confirmExistence?: boolean | undefined;
  /** Also give the aliases of the resources: one list of aliases for each cloud, however many resources. Default: false. */
  readonly aliases?: boolean | undefined;
}

/** The aliases of one resource. Neither field is present if they were not asked for, or its kind has no aliases. */
export interface ResourceAliases {
  /** The names in the order of their characters: `alias/billing`. Empty: the resource has none. */
  readonly aliases?: readonly string[];
  /** Why the aliases could not be listed, although requested. */
  readonly aliasesError?: CrosstagError;
}

/** All tags of one resource, or why they could not be read. Exactly one entry per resource. */
export type ResourceTags =
  | ({
      readonly status: "read";
      /** The resource as the caller named it. */
      readonly resource: string;
      /** The cloud's full name of the resource. */
      readonly reference: string;
      /** The cloud's provider, for example `aws`. */
      readonly provider: string;
      /** The kind of the resource. */
      readonly kind: ResourceKind;
      /** In the order of the tag keys. */
      readonly tags: TagRecord;
    } & ResourceAliases)
  | {
      readonly status: "failed";
      /** The resource as the caller named it. */
      readonly resource: string;
      /** The cloud's full name of the resource, as far as known. */
      readonly reference: string;
      /** The cloud's provider, for example `aws`. */
      readonly provider: string;
      /** The kind of the resource. */
      readonly kind: ResourceKind;
      /** Why the tags could not be read. */
      readonly error: CrosstagError;
    };

/** Which resources to find. */
export interface FindResourcesRequest {
  /** Only these resources, each once, in this order. With `describe`, an alias is replaced by its key. Default: all. */
  readonly resources?: readonly ResourceInput[] | undefined;
  /** Only these kinds. Cannot be combined with `resources`. Default: every kind that the cloud can list. */
  readonly kinds?: readonly ResourceKind[] | undefined;
  /**
   * Only these clouds: a provider, a configured name, or `entry/account/region` of an entry for many clouds, with `*` and
   * `?`. Cannot be combined with `resources`. Default: all.
   */
  readonly clouds?: readonly string[] | undefined;
  /** Whether to list the resources of a driver that `clouds` selects. Not asked for `resources`. Default: all. */
  readonly isListed?: ((driver: KmsDriver) => boolean) | undefined;
  /** Read state, origin and manager of each resource: one call for each. Default: false. */
  readonly describe?: boolean | undefined;
  /** Also give the aliases of the resources, as `ListTagsRequest.aliases` does. Default: false. */
  readonly aliases?: boolean | undefined;
  /**
   * Called for each cloud, or kind of its resources, that cannot be listed completely; the listing continues with the
   * others. Default: the first such error is thrown. It is also thrown if nothing at all can be listed.
   */
  readonly onUnlisted?: ((unlisted: UnlistedResources) => void) | undefined;
  /** What was found wrong with the request before: it is refused for these and all other problems together. Default: none. */
  readonly violations?: readonly Violation[] | undefined;
}

/** Resources that are missing from a listing, and why. */
export interface UnlistedResources {
  /** The cloud's provider, for example `aws`. */
  readonly provider: string;
  /** The region of the resources. */
  readonly region: string;
  /** Absent: not known. */
  readonly account?: string;
  /** As in `KmsProfile`. Absent: the cloud's KMS. */
  readonly service?: string;
  /** Absent: every kind of this cloud. */
  readonly kind?: ResourceKind;
  /** Why they could not be listed. */
  readonly error: CrosstagError;
}

/** A resource that was found. */
export interface FoundResource extends ResourceAliases {
  /** The cloud's full name of the resource. */
  readonly reference: string;
  /** The cloud's provider, for example `aws`. */
  readonly provider: string;
  /** The kind of the resource. */
  readonly kind: ResourceKind;
  /** The cloud's id of the resource: key id, secret name, certificate id, or `alias/<name>`. */
  readonly id: string;
  /** The region of the resources. */
  readonly region: string;
  /** Present if `describe` was requested and the cloud supports it. */
  readonly description?: ResourceDescription;
  /** Why the resource could not be described, although requested; or why no request can name it, although it is listed. */
  readonly error?: CrosstagError;
}

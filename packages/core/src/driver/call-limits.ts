import type { ResourceKind } from "../model/reference.ts";

/** How much fits in one wire call. */
export interface CallLimit {
  /** Resources in one call. */
  readonly resources: number;
  /** Tags or tag keys in one call; for `readTags`, rows in one page. */
  readonly tags: number;
  /** Upper bound of the encoded request, in bytes. Absent: neither the cloud nor its transport has one. */
  readonly requestBytes?: number;
}

/** Limits by kind of resource. Absent: the cloud does not support the operation for the kind. */
export type CallLimitsByKind = Readonly<Partial<Record<ResourceKind, CallLimit>>>;

/** Another form of the same operation with limits of its own, often another call of the cloud. */
export interface CallShape extends CallLimit {
  /** Stable within the driver: `AttachResourcesTag`. Quotas can cover it by this name. */
  readonly shape: string;
  /**
   * `writeTags` only: the cloud refuses the shape for a resource that has one of the tag keys with another value; `classify`
   * returns the code `conflict` then. The engine uses it if no resource has the keys. Default: false, the shape also changes
   * values.
   */
  readonly addsOnly?: boolean;
}

/** Further shapes by kind of resource. */
export type CallShapesByKind = Readonly<Partial<Record<ResourceKind, readonly CallShape[]>>>;

/** How much fits in one call of each operation. The engine splits requests accordingly. */
export interface CallLimits {
  /** Limits of `writeTags`: resources and tags in one call. */
  readonly writeTags: CallLimitsByKind;
  /** Limits of `removeTags`: resources and tag keys in one call. */
  readonly removeTags: CallLimitsByKind;
  /** Limits of `readTags`: resources in one call, and rows in one page. */
  readonly readTags: CallLimitsByKind;
  /**
   * Limits of `changeTags`; `tags` bounds the tags to set, and the tag keys to remove, each. Its quota covers `writeTags` with
   * the shape `changeTags`; without one the engine does not use it. Default: no kind.
   */
  readonly changeTags?: CallLimitsByKind;
  /**
   * Further shapes of `writeTags` and `removeTags`. The engine uses the shapes that take the fewest calls or, if the quotas
   * of the shapes differ, the least time. Default: none.
   */
  readonly shapes?: {
    /** Further shapes of `writeTags`. */
    readonly writeTags?: CallShapesByKind;
    /** Further shapes of `removeTags`. */
    readonly removeTags?: CallShapesByKind;
  };
}

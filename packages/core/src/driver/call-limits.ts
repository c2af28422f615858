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

/** How much fits in one call of each operation. The engine splits requests accordingly. */
export interface CallLimits {
  /** Limits of `writeTags`: resources and tags in one call. */
  readonly writeTags: CallLimitsByKind;
  /** Limits of `removeTags`: resources and tag keys in one call. */
  readonly removeTags: CallLimitsByKind;
  /** Limits of `readTags`: resources in one call, and rows in one page. */
  readonly readTags: CallLimitsByKind;
}

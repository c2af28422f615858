import type { ResourceKind } from "../model/reference.ts";

/** How much fits in one wire call. */
export interface CallLimit {
  readonly resources: number;
  /** Tags (or tag keys) in one call; for reading: rows in one page. */
  readonly tags: number;
  /** Upper bound of the encoded request, where the cloud or its transport has one. */
  readonly requestBytes?: number;
}

export type CallLimitsByKind = Readonly<Partial<Record<ResourceKind, CallLimit>>>;

export interface CallLimits {
  readonly writeTags: CallLimitsByKind;
  readonly removeTags: CallLimitsByKind;
  readonly readTags: CallLimitsByKind;
}

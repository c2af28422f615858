import type { ResourceKind } from "../model/reference.ts";
import type { CallLimits } from "./call-limits.ts";
import { quotaOf } from "./quota-of.ts";
import type { Quota } from "./quota.ts";

/** One form of a call that changes tags, and what it costs. */
export interface WriteShape {
  /** As in `CallShape`. Absent: the shape that the limits of the operation describe. */
  readonly shape?: string;
  /** Resources in one call. */
  readonly resources: number;
  /** Tags or tag keys in one call. */
  readonly tags: number;
  /** As in `CallShape`. */
  readonly addsOnly: boolean;
  /** The part of a second of its quota that one call takes. */
  readonly seconds: number;
}

/** What shapes are made from. */
export interface ShapeProfile {
  readonly limits: Pick<CallLimits, "writeTags" | "removeTags" | "changeTags" | "shapes">;
  readonly quotas: readonly Quota[];
  /** As in `KmsProfile`. */
  readonly absentTagKeys?: "ignored" | "refused";
}

/** A call that no quota holds back costs something all the same: the fewest calls are wanted. */
const UNPACED_SECONDS = 0.001;

/** The shapes of an operation on a kind of resource: first the main one, which is always possible. */
export function writeShapes(
  { limits, quotas }: ShapeProfile,
  operation: "writeTags" | "removeTags",
  kind: ResourceKind,
): readonly [main: WriteShape, ...others: WriteShape[]] {
  const { resources, tags } = limits[operation][kind] ?? { resources: 1, tags: 1 };
  const secondsOf = (shape?: string) => callSeconds(quotas, operation, kind, shape);
  const others = limits.shapes?.[operation]?.[kind] ?? [];
  return [
    { resources, tags, addsOnly: false, seconds: secondsOf() },
    ...others.map(({ shape, addsOnly = false, ...limit }) => ({
      shape,
      resources: limit.resources,
      tags: limit.tags,
      addsOnly,
      seconds: secondsOf(shape),
    })),
  ];
}

/** The shape of `changeTags` among those of `writeTags`, as quotas name it. */
export const CHANGE_SHAPE = "changeTags";

/** The part of a second of its quota that one call takes. */
export function callSeconds(
  quotas: readonly Quota[],
  operation: "writeTags" | "removeTags",
  kind: ResourceKind,
  shape?: string,
): number {
  const quota = quotaOf(quotas, operation, kind, shape);
  return quota === undefined ? UNPACED_SECONDS : 1 / quota.requestsPerSecond;
}

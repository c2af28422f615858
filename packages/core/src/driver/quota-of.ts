import type { DriverOperation } from "./capabilities.ts";
import type { Quota } from "./quota.ts";
import type { ResourceKind } from "../model/reference.ts";

/**
 * Returns the quota that an operation on a kind of resource spends, or undefined if no quota covers it.
 * @param shape one of `CallLimits.shapes`; default: the shape in `CallLimits` itself
 */
export function quotaOf(
  quotas: readonly Quota[],
  operation: DriverOperation,
  kind: ResourceKind,
  shape = "main",
): Quota | undefined {
  return quotas.find(({ covers }) =>
    covers.some(
      (covered) =>
        covered.operation === operation &&
        (covered.kind === undefined || covered.kind === kind) &&
        (covered.shape === undefined || covered.shape === shape),
    ),
  );
}

import type { DriverOperation } from "./capabilities.ts";
import type { Quota } from "./quota.ts";
import type { ResourceKind } from "../model/reference.ts";

/** The quota that calls of an operation on a kind of resource spend; undefined where none covers them. */
export function quotaOf(quotas: readonly Quota[], operation: DriverOperation, kind: ResourceKind): Quota | undefined {
  return quotas.find(({ covers }) =>
    covers.some((covered) => covered.operation === operation && (covered.kind === undefined || covered.kind === kind)),
  );
}

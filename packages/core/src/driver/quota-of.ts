import type { DriverOperation } from "./capabilities.ts";
import type { Quota } from "./quota.ts";
import type { ResourceKind } from "../model/reference.ts";

/** Returns the quota that an operation on a kind of resource spends, or undefined if no quota covers it. */
export function quotaOf(quotas: readonly Quota[], operation: DriverOperation, kind: ResourceKind): Quota | undefined {
  return quotas.find(({ covers }) =>
    covers.some((covered) => covered.operation === operation && (covered.kind === undefined || covered.kind === kind)),
  );
}

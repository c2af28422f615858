import type { DriverOperation } from "../../driver/capabilities.ts";
import type { Quota } from "../../driver/quota.ts";
import type { ResourceKind } from "../../reference/reference.ts";

/** The cloud's own count of requests: a bucket for each quota, full at the start, holding one second's worth. */
export function createQuotaGate(
  quotas: readonly Quota[],
  now: () => number,
): (operation: DriverOperation, kind: ResourceKind) => boolean {
  const buckets = quotas.map((quota) => ({ quota, tokens: Math.max(1, quota.requestsPerSecond), filledAt: now() }));
  return (operation, kind) => {
    const spent = buckets.filter(({ quota }) =>
      quota.covers.some(
        (covered) => covered.operation === operation && (covered.kind === undefined || covered.kind === kind),
      ),
    );
    const time = now();
    for (const bucket of spent) {
      const rate = bucket.quota.requestsPerSecond;
      bucket.tokens = Math.min(Math.max(1, rate), bucket.tokens + ((time - bucket.filledAt) / 1000) * rate);
      bucket.filledAt = time;
    }
    // A rounding error in the sum of many small refills must not cost a caller who keeps exactly to the quota.
    if (spent.some(({ tokens }) => tokens < 1 - 1e-9)) return false;
    for (const bucket of spent) bucket.tokens -= 1;
    return true;
  };
}

import type { DriverOperation } from "../../driver/capabilities.ts";
import type { Quota } from "../../driver/quota.ts";
import type { ResourceKind } from "../../model/reference.ts";

/** What a test can do to the quotas of a memory cloud while it runs, by a quota's id. */
export interface MemoryQuotas {
  /** The cloud grants another rate, in requests a second. */
  set(quota: string, requestsPerSecond: number): void;
  /** Others of the account take so many requests a second from now on; what they leave is what there is. */
  spend(quota: string, requestsPerSecond: number): void;
}

export interface MemoryQuotaGate extends MemoryQuotas {
  /** Whether one more request fits; it is counted if so. */
  take(operation: DriverOperation, kind: ResourceKind): boolean;
}

/** The cloud's own count of requests: a bucket for each quota, full at the start, holding one second's worth. */
export function createQuotaGate(quotas: readonly Quota[], now: () => number): MemoryQuotaGate {
  const buckets = quotas.map((quota) => ({
    quota,
    granted: quota.requestsPerSecond,
    eaten: 0,
    tokens: Math.max(1, quota.requestsPerSecond),
    filledAt: now(),
  }));
  const change = (id: string, changes: { granted?: number; eaten?: number }) => {
    const bucket = buckets.find(({ quota }) => quota.id === id);
    if (bucket === undefined)
      throw new TypeError(`No quota ${id}; there are: ${quotas.map((quota) => quota.id).join(", ")}.`);
    Object.assign(bucket, changes);
    bucket.tokens = Math.max(1, bucket.granted - bucket.eaten);
    bucket.filledAt = now();
  };
  return {
    set: (id, granted) => change(id, { granted }),
    spend: (id, eaten) => change(id, { eaten }),
    take: (operation, kind) => {
      const spent = buckets.filter(({ quota }) =>
        quota.covers.some(
          (covered) => covered.operation === operation && (covered.kind === undefined || covered.kind === kind),
        ),
      );
      const time = now();
      for (const bucket of spent) {
        const rate = Math.max(0, bucket.granted - bucket.eaten);
        bucket.tokens = Math.min(Math.max(1, rate), bucket.tokens + ((time - bucket.filledAt) / 1000) * rate);
        bucket.filledAt = time;
      }
      // A rounding error in the sum of many small refills must not cost a caller who keeps exactly to the quota.
      if (spent.some(({ tokens }) => tokens < 1 - 1e-9)) return false;
      for (const bucket of spent) bucket.tokens -= 1;
      return true;
    },
  };
}

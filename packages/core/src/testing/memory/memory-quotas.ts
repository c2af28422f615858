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
  take(operation: DriverOperation, kind: ResourceKind, shape?: string): boolean;
}

interface Bucket {
  readonly quota: Quota;
  granted: number;
  eaten: number;
  tokens: number;
  filledAt: number;
}

const bucketsOfGates = new WeakMap<MemoryQuotas, readonly Bucket[]>();

/**
 * The cloud's own count of requests: a bucket for each quota, full at the start, holding one period's worth.
 * @param ofAccount the gate of another region, which counts the quotas of the account
 */
export function createQuotaGate(
  quotas: readonly Quota[],
  now: () => number,
  ofAccount?: MemoryQuotas,
): MemoryQuotaGate {
  const elsewhere = ofAccount === undefined ? [] : (bucketsOfGates.get(ofAccount) ?? []);
  const buckets = quotas.map((quota): Bucket => {
    const shared = quota.countedPer === "account" ? elsewhere.find((one) => one.quota.id === quota.id) : undefined;
    return (
      shared ?? {
        quota,
        granted: quota.requestsPerSecond,
        eaten: 0,
        tokens: capacity(quota, quota.requestsPerSecond),
        filledAt: now(),
      }
    );
  });
  const change = (id: string, changes: { granted?: number; eaten?: number }) => {
    const bucket = buckets.find(({ quota }) => quota.id === id);
    if (bucket === undefined)
      throw new TypeError(`No quota ${id}; there are: ${quotas.map((quota) => quota.id).join(", ")}.`);
    Object.assign(bucket, changes);
    bucket.tokens = capacity(bucket.quota, bucket.granted - bucket.eaten);
    bucket.filledAt = now();
  };
  const gate: MemoryQuotaGate = {
    set: (id, granted) => change(id, { granted }),
    spend: (id, eaten) => change(id, { eaten }),
    take: (operation, kind, shape = "main") => {
      const spent = buckets.filter(({ quota }) =>
        quota.covers.some(
          (covered) =>
            covered.operation === operation &&
            (covered.kind === undefined || covered.kind === kind) &&
            (covered.shape === undefined || covered.shape === shape),
        ),
      );
      const time = now();
      for (const bucket of spent) {
        const rate = Math.max(0, bucket.granted - bucket.eaten);
        const filled = bucket.tokens + ((time - bucket.filledAt) / 1000) * rate;
        bucket.tokens = Math.min(capacity(bucket.quota, rate), filled);
        bucket.filledAt = time;
      }
      // A rounding error in the sum of many small refills must not cost a caller who keeps exactly to the quota.
      if (spent.some(({ tokens }) => tokens < 1 - 1e-9)) return false;
      for (const bucket of spent) bucket.tokens -= 1;
      return true;
    },
  };
  bucketsOfGates.set(gate, buckets);
  return gate;
}

/** The requests that a full bucket lets pass at once. */
function capacity({ periodSeconds = 1 }: Quota, requestsPerSecond: number): number {
  return Math.max(1, requestsPerSecond * periodSeconds);
}

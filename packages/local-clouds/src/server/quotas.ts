import type { Clock } from "./clock.ts";

/** `"documented"`: the cloud's documented rates. `"off"`: none. A record: the documented rates with these changed. */
export type QuotaSetting = "documented" | "off" | Readonly<Record<string, number>>;

/** The rate of one account, if it differs from the cloud's. */
export type AccountQuota = (account: string, group: string) => number | undefined;

interface Bucket {
  tokens: number;
  refilledAt: number;
}

/**
 * The request quotas of one cloud: a token bucket per account, region and quota group. A bucket holds the requests of
 * `burstSeconds` at that rate, at least one, and starts full. Refused requests spend nothing.
 */
export class Quotas {
  readonly #clock: Clock;
  readonly #burstSeconds: number;
  readonly #groups: readonly string[];
  readonly #rates: Map<string, number>;
  readonly #eatenByOthers = new Map<string, number>();
  readonly #quotaOf: AccountQuota;
  readonly #buckets = new Map<string, Map<string, Bucket>>();

  constructor(
    clock: Clock,
    documented: Readonly<Record<string, number>>,
    setting: QuotaSetting,
    burstSeconds: number,
    quotaOf: AccountQuota = () => undefined,
  ) {
    this.#clock = clock;
    this.#quotaOf = quotaOf;
    this.#burstSeconds = burstSeconds;
    this.#groups = Object.keys(documented);
    if (typeof setting === "object") for (const group of Object.keys(setting)) this.#refuseUnknown(group);
    this.#rates = new Map(
      setting === "off" ? [] : Object.entries(setting === "documented" ? documented : { ...documented, ...setting }),
    );
  }

  /**
   * Sets a group's rate in requests per second, in every region; `Infinity` lifts the quota. Accounts with a rate of
   * their own keep it. Buckets start full again. Throws a `TypeError` for a group that the cloud does not have, as
   * `spend` and the option do.
   */
  set(group: string, perSecond: number): void {
    this.#refuseUnknown(group);
    this.#rates.set(group, perSecond);
    this.#refill(group);
  }

  /**
   * Simulates other programs of the account that spend this many requests per second of a group, until the next call.
   * The rest is the rate. If nothing is left, every request is throttled.
   */
  spend(group: string, perSecond: number): void {
    this.#refuseUnknown(group);
    this.#eatenByOthers.set(group, perSecond);
    this.#refill(group);
  }

  /** For the server: the rate of a group in an account; undefined if it is not limited. */
  rateOf(account: string, group: string): number | undefined {
    const rate = this.#rates.get(group);
    return rate === undefined ? undefined : (this.#quotaOf(account, group) ?? rate);
  }

  /** For the server: counts one more request if the quota has room, and returns whether it has. */
  take(account: string, region: string, group: string): boolean {
    const rate = this.rateOf(account, group);
    if (rate === undefined || rate === Infinity) return true;
    const left = rate - (this.#eatenByOthers.get(group) ?? 0);
    if (left <= 0) return false;
    const capacity = Math.max(1, left * this.#burstSeconds);
    const now = this.#clock.now();
    const bucket = this.#bucketOf(`${account} ${region}`, group, capacity, now);
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.refilledAt) / 1000) * left);
    bucket.refilledAt = now;
    // Sums of fractions of a second fall short of a whole by rounding.
    if (bucket.tokens < 1 - 1e-9) return false;
    bucket.tokens -= 1;
    return true;
  }

  #refuseUnknown(group: string): void {
    if (this.#groups.includes(group)) return;
    throw new TypeError(`No quota group "${group}"; groups are ${this.#groups.join(", ")}.`);
  }

  #bucketOf(scope: string, group: string, capacity: number, now: number): Bucket {
    let ofScope = this.#buckets.get(scope);
    if (ofScope === undefined) this.#buckets.set(scope, (ofScope = new Map<string, Bucket>()));
    let bucket = ofScope.get(group);
    if (bucket === undefined) ofScope.set(group, (bucket = { tokens: capacity, refilledAt: now }));
    return bucket;
  }

  #refill(group: string): void {
    for (const ofScope of this.#buckets.values()) ofScope.delete(group);
  }
}

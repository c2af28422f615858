import type { Clock } from "./clock.ts";

/** One quota of one account, as the cloud counts it. Processes that spend the same quota have the same scope. */
export interface QuotaScope {
  /** The cloud: `aws`. */
  readonly provider: string;
  /** The account whose calls are counted together. */
  readonly account: string;
  /** The region whose calls are counted together. Absent: those of all regions are. */
  readonly region?: string;
  /** The endpoint, if it is not the cloud's own: another service counts for itself. */
  readonly endpoint?: string;
  /** `Quota.id` of the driver: `TagResource`. */
  readonly quota: string;
}

/**
 * Where the calls of an engine get their turns. The default is a budget of the engine's own, which knows nothing of
 * other processes; `openMachineBudget` of `@crosstag/core/node` is shared by the processes of one machine.
 */
export interface QuotaBudget {
  /**
   * Opens a quota for the calls of one driver, or of all drivers of an object that share the quota. Must not fail: a budget that cannot be reached lets calls wait, or gives
   * turns of its own.
   * @param requestsPerSecond the documented rate, or the configured one
   * @param clock all times of the turns are its `now()`
   */
  open(scope: QuotaScope, requestsPerSecond: number, clock: Clock): QuotaTurns;
}

/**
 * The turns of one quota. One call takes one turn, and leaves at once. All methods are called for every call, so they
 * return immediately. Times are milliseconds of the clock that `QuotaBudget.open` got.
 */
export interface QuotaTurns {
  /** Calls a second at this moment, of all who share the budget together. */
  readonly requestsPerSecond: number;
  /** When the next turn begins; infinite if that is not known yet. */
  readonly nextAt: number;
  /** Takes a turn for a call that leaves now. False if none has begun. */
  take(now: number): boolean;
  /**
   * So many calls wait for turns. Called whenever a call begins to wait, and again from time to time.
   * @param onTurns called when turns have arrived, so that `nextAt` is another one; the last one given counts
   */
  want(calls: number, onTurns: () => void): void;
  /** The cloud has taken a call that left at `sentAt`. */
  succeeded(now: number, sentAt: number): void;
  /** The cloud said "too fast" to a call that left at `sentAt`, and asked to wait `retryAfterMs`; 0: it named no time. */
  throttled(now: number, sentAt: number, retryAfterMs: number): void;
  /** No call takes a turn any more. Absent: nothing has to be let go of. */
  close?(): void;
}

import { AdaptiveRate } from "./adaptive-rate.ts";
import type { QuotaBudget, QuotaTurns } from "./quota-budget.ts";

/** Calls that may leave this much early, milliseconds: a timer cannot do better than its own grain. */
export const GRAIN_MS = 2;
/** Lateness of a timer that is made up for, milliseconds; a longer pause is lost, so that no burst ever follows one. */
export const CATCH_UP_MS = 20;

/** The turns of a quota that this engine spends alone, as far as it knows: evenly spaced, at a rate that follows the answers. */
export class OwnTurns implements QuotaTurns {
  readonly #rate: AdaptiveRate;
  #nextAt = Number.NEGATIVE_INFINITY;

  /** @param startAt the rate to begin with, calls a second, if one was found earlier */
  constructor(requestsPerSecond: number, startAt?: number) {
    this.#rate = new AdaptiveRate(requestsPerSecond, startAt);
  }

  get requestsPerSecond(): number {
    return this.#rate.requestsPerSecond;
  }

  get nextAt(): number {
    return this.#nextAt;
  }

  take(now: number): boolean {
    if (this.#nextAt > now + GRAIN_MS) return false;
    const from = this.#nextAt < now - CATCH_UP_MS ? now : this.#nextAt;
    this.#rate.sent(now);
    this.#nextAt = from + 1_000 / this.#rate.requestsPerSecond;
    return true;
  }

  /** Does nothing: turns come by time alone. */
  want(): void {}

  succeeded(now: number, sentAt: number): void {
    this.#rate.accepted(now, sentAt);
  }

  throttled(now: number, sentAt: number, retryAfterMs: number): void {
    const pauseMs = Math.max(retryAfterMs, this.#rate.throttled(now, sentAt));
    this.#nextAt = Math.max(this.#nextAt, now + pauseMs);
  }
}

/** The default budget: each engine spends each quota as if it were alone. */
export const ownBudget: QuotaBudget = {
  open: (_scope, requestsPerSecond) => new OwnTurns(requestsPerSecond),
};

import type { Clock } from "./clock.ts";

/** Calls that may leave this much early, milliseconds: a timer cannot do better than its own grain. */
const GRAIN_MS = 2;
/** Lateness that is made up for, milliseconds; more than that is lost, so that a pause is never followed by a burst. */
const CATCH_UP_MS = 20;
/** Share of the documented rate that is used: clouds count over windows, and answers travel unevenly. */
const SHARE = 0.99;
const DECREASE = 0.7;
/** Share of the full rate that is won back in a second without throttling. */
const RECOVERY_PER_SECOND = 0.05;
/** One burst of throttled answers is one sign, not many. Milliseconds. */
const DECREASE_EVERY_MS = 1_000;
const LOWEST_RATE = 0.2;

interface Waiter {
  readonly resume: () => void;
  next: Waiter | undefined;
  abandoned: boolean;
}

/**
 * Spaces the calls that spend one quota. Starts at the documented rate, slows down while the cloud throttles (other
 * programs spend the same quota) and wins the rate back step by step.
 */
export class Pacer {
  readonly #clock: Clock;
  readonly #fullRate: number;
  #rate: number;
  #rateSetAt: number;
  #nextAt = Number.NEGATIVE_INFINITY;
  #lastDecrease = Number.NEGATIVE_INFINITY;
  #first: Waiter | undefined;
  #last: Waiter | undefined;
  #pumping = false;

  constructor(requestsPerSecond: number, clock: Clock) {
    this.#clock = clock;
    this.#fullRate = requestsPerSecond * SHARE;
    this.#rate = this.#fullRate;
    this.#rateSetAt = clock.now();
  }

  /** Calls a second at this moment. */
  get requestsPerSecond(): number {
    return this.#currentRate(this.#clock.now());
  }

  /** Waits for a turn, first come first served. Undefined where there is nothing to wait for. Rejects with the signal's reason. */
  acquire(signal: AbortSignal): Promise<void> | undefined {
    if (this.#first === undefined && this.#take(this.#clock.now())) return undefined;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        waiter.abandoned = true;
        reject(signal.reason as Error);
      };
      const waiter: Waiter = {
        next: undefined,
        abandoned: false,
        resume: () => {
          signal.removeEventListener("abort", onAbort);
          resolve();
        },
      };
      signal.addEventListener("abort", onAbort, { once: true });
      if (this.#last === undefined) this.#first = waiter;
      else this.#last.next = waiter;
      this.#last = waiter;
      if (!this.#pumping) void this.#pump();
    });
  }

  /** The cloud said: too fast. */
  throttled(retryAfterMs = 0): void {
    const now = this.#clock.now();
    this.#nextAt = Math.max(this.#nextAt, now + retryAfterMs);
    if (now - this.#lastDecrease < DECREASE_EVERY_MS) return;
    this.#lastDecrease = now;
    this.#rate = Math.max(LOWEST_RATE, this.#currentRate(now) * DECREASE);
    this.#rateSetAt = now;
    this.#nextAt = Math.max(this.#nextAt, now + 1_000 / this.#rate);
  }

  #currentRate(now: number): number {
    const recovered = this.#rate + ((now - this.#rateSetAt) / 1_000) * RECOVERY_PER_SECOND * this.#fullRate;
    return Math.min(this.#fullRate, recovered);
  }

  #take(now: number): boolean {
    if (this.#nextAt > now + GRAIN_MS) return false;
    this.#nextAt = Math.max(this.#nextAt, now - CATCH_UP_MS) + 1_000 / this.#currentRate(now);
    return true;
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    while (this.#first !== undefined) {
      if (this.#first.abandoned) {
        this.#shift();
      } else if (this.#take(this.#clock.now())) {
        this.#shift().resume();
      } else {
        await this.#clock.sleep(Math.max(this.#nextAt - this.#clock.now(), 1));
      }
    }
    this.#pumping = false;
  }

  #shift(): Waiter {
    const waiter = this.#first as Waiter;
    this.#first = waiter.next;
    if (this.#first === undefined) this.#last = undefined;
    return waiter;
  }
}

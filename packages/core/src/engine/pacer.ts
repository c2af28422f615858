import type { Clock } from "./clock.ts";
import type { Ending } from "./request-scope.ts";

/** Calls that may leave this much early, milliseconds: a timer cannot do better than its own grain. */
const GRAIN_MS = 2;
/** Lateness of a timer that is made up for, milliseconds; a longer pause is lost, so that no burst ever follows one. */
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
  /** Waiters that have not given up. */
  #waiting = 0;
  /** Ends the pump's sleep; undefined while nobody waits. */
  #pump: AbortController | undefined;

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

  /** Waits for a turn, first come first served. Undefined where there is nothing to wait for. Rejects when the request ends. */
  acquire(request: Ending): Promise<void> | undefined {
    if (this.#first === undefined && this.#take(this.#clock.now())) return undefined;
    return new Promise((resolve, reject) => {
      const forget = request.onEnd((reason) => {
        waiter.abandoned = true;
        this.#waiting -= 1;
        // A pump without waiters must not keep the process alive.
        if (this.#waiting === 0) this.#pump?.abort();
        reject(reason);
      });
      const waiter: Waiter = {
        next: undefined,
        abandoned: false,
        resume: () => {
          forget();
          this.#waiting -= 1;
          resolve();
        },
      };
      if (this.#last === undefined) this.#first = waiter;
      else this.#last.next = waiter;
      this.#last = waiter;
      this.#waiting += 1;
      if (this.#pump === undefined) void this.#release();
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
    const from = this.#nextAt < now - CATCH_UP_MS ? now : this.#nextAt;
    this.#nextAt = from + 1_000 / this.#currentRate(now);
    return true;
  }

  async #release(): Promise<void> {
    this.#pump = new AbortController();
    while (this.#first !== undefined) {
      if (this.#first.abandoned) {
        this.#shift();
      } else if (this.#take(this.#clock.now())) {
        this.#shift().resume();
      } else {
        if (this.#pump.signal.aborted) this.#pump = new AbortController();
        await this.#clock.sleep(Math.max(this.#nextAt - this.#clock.now(), 1), this.#pump.signal).catch(() => {});
      }
    }
    this.#pump = undefined;
  }

  #shift(): Waiter {
    const waiter = this.#first as Waiter;
    this.#first = waiter.next;
    if (this.#first === undefined) this.#last = undefined;
    return waiter;
  }
}

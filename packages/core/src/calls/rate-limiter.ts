import type { Clock } from "./clock.ts";
import { AdaptiveRate } from "./adaptive-rate.ts";
import type { Ending } from "./ending.ts";

/** Calls that may leave this much early, milliseconds: a timer cannot do better than its own grain. */
const GRAIN_MS = 2;
/** Lateness of a timer that is made up for, milliseconds; a longer pause is lost, so that no burst ever follows one. */
const CATCH_UP_MS = 20;
interface Waiter {
  readonly resume: () => void;
  next: Waiter | undefined;
  abandoned: boolean;
}

/** Spaces the calls that spend one quota evenly, first come first served, at a rate that follows the answers. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #rate: AdaptiveRate;
  #nextAt = Number.NEGATIVE_INFINITY;
  #first: Waiter | undefined;
  #last: Waiter | undefined;
  /** Waiters that have not given up. */
  #waiting = 0;
  /** Ends the pump's sleep; undefined while no call waits. */
  #pump: AbortController | undefined;

  constructor(requestsPerSecond: number, clock: Clock) {
    this.#clock = clock;
    this.#rate = new AdaptiveRate(requestsPerSecond);
  }

  /** Calls a second at this moment. */
  get requestsPerSecond(): number {
    return this.#rate.requestsPerSecond;
  }

  /** Waits for a turn, first come first served. Undefined if there is nothing to wait for. Rejects when the request ends. */
  acquire(request: Ending): Promise<void> | undefined {
    if (this.#first === undefined && this.#take(this.#clock.now())) return undefined;
    return new Promise((resolve, reject) => {
      const unsubscribe = request.onEnd((reason) => {
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
          unsubscribe();
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

  /** The cloud has taken a call that left at `sentAt`. */
  succeeded(sentAt = this.#clock.now()): void {
    this.#rate.accepted(this.#clock.now(), sentAt);
  }

  /** The cloud said "too fast" to a call that left at `sentAt`. */
  throttled(retryAfterMs = 0, sentAt = this.#clock.now()): void {
    const now = this.#clock.now();
    const pauseMs = Math.max(retryAfterMs, this.#rate.throttled(now, sentAt));
    this.#nextAt = Math.max(this.#nextAt, now + pauseMs);
  }

  #take(now: number): boolean {
    if (this.#nextAt > now + GRAIN_MS) return false;
    const from = this.#nextAt < now - CATCH_UP_MS ? now : this.#nextAt;
    this.#rate.sent(now);
    this.#nextAt = from + 1_000 / this.#rate.requestsPerSecond;
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

import { AdaptiveRate } from "./adaptive-rate.ts";
import type { Clock } from "./clock.ts";
import { Semaphore } from "./concurrency.ts";
import type { Ending } from "./ending.ts";
import type { Failure } from "../driver/failure.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import { known } from "../batching/batches.ts";

/** What the calls that spend one quota share: so many at once, so many a second. */
export class QuotaLane {
  /** The quota's id; the operation's name if no quota covers it. */
  readonly quota: string;
  readonly #slots: Semaphore;
  readonly #limiter: RateLimiter | undefined;

  /** Without `callsPerSecond` calls are not paced. */
  constructor(quota: string, maximumConcurrentCalls: number, callsPerSecond: number | undefined, clock: Clock) {
    this.quota = quota;
    this.#slots = new Semaphore(maximumConcurrentCalls);
    this.#limiter = callsPerSecond === undefined ? undefined : new RateLimiter(callsPerSecond, clock);
  }

  /** Calls a second at this moment. */
  get requestsPerSecond(): number {
    return this.#limiter?.requestsPerSecond ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Takes a slot first and the quota's turn last, so that a turn is never taken long before the call is sent. Undefined
   * if there is nothing to wait for. Returns a failure, and takes no turn, if the request ends while waiting.
   */
  takeTurn(scope: Ending): undefined | Promise<Failure | undefined> {
    if (scope.ended !== undefined) return Promise.resolve(endedFailure(scope.ended));
    const slot = this.#slots.acquire(scope);
    return slot === undefined && this.#limiter === undefined ? undefined : this.#waitForTurn(scope, slot);
  }

  /** Gives the slot of a turn back. */
  release(): void {
    this.#slots.release();
  }

  /** The cloud has taken a call that left at `sentAt`. */
  succeeded(sentAt: number): void {
    this.#limiter?.succeeded(sentAt);
  }

  /** The cloud said "too fast" to a call that left at `sentAt`. */
  throttled(sentAt: number, retryAfterMs?: number): void {
    this.#limiter?.throttled(retryAfterMs, sentAt);
  }

  async #waitForTurn(scope: Ending, slot: Promise<boolean> | undefined): Promise<Failure | undefined> {
    const given = slot === undefined || (await slot);
    try {
      if (scope.ended === undefined) await this.#limiter?.acquire(scope);
    } catch {
      // The request ended while waiting.
    }
    if (scope.ended === undefined) return undefined;
    if (given) this.#slots.release();
    return endedFailure(scope.ended);
  }
}

export function endedFailure({ code, message, hint }: CrosstagError): Failure {
  return { code, message, retry: "no", applied: "no", scope: "call", ...(hint !== undefined && { hint }) };
}

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
    const waiter = known(this.#first);
    this.#first = waiter.next;
    if (this.#first === undefined) this.#last = undefined;
    return waiter;
  }
}

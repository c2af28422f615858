import { known } from "../batching/batches.ts";
import type { Clock } from "./clock.ts";
import type { Ending } from "./ending.ts";
import type { QuotaTurns } from "./quota-budget.ts";

interface Waiter {
  readonly resume: () => void;
  next: Waiter | undefined;
  abandoned: boolean;
}

/** Lets the calls that spend one quota leave, first come first served, when their turns begin. */
export class RateLimiter {
  readonly #turns: QuotaTurns;
  readonly #clock: Clock;
  #first: Waiter | undefined;
  #last: Waiter | undefined;
  /** Waiters that have not given up. */
  #waiting = 0;
  /** Ends the pump's sleep; undefined while no call waits. */
  #pump: AbortController | undefined;
  readonly #wake = () => this.#pump?.abort();

  constructor(turns: QuotaTurns, clock: Clock) {
    this.#turns = turns;
    this.#clock = clock;
  }

  /** Calls a second at this moment. */
  get requestsPerSecond(): number {
    return this.#turns.requestsPerSecond;
  }

  /** Waits for a turn, first come first served. Undefined if there is nothing to wait for. Rejects when the request ends. */
  acquire(request: Ending): Promise<void> | undefined {
    if (this.#first === undefined && this.#turns.take(this.#clock.now())) return undefined;
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
      else this.#turns.want(this.#waiting, this.#wake);
    });
  }

  /** The cloud has taken a call that left at `sentAt`. */
  succeeded(sentAt = this.#clock.now()): void {
    this.#turns.succeeded(this.#clock.now(), sentAt);
  }

  /** The cloud said "too fast" to a call that left at `sentAt`. */
  throttled(retryAfterMs = 0, sentAt = this.#clock.now()): void {
    this.#turns.throttled(this.#clock.now(), sentAt, retryAfterMs);
  }

  async #release(): Promise<void> {
    this.#pump = new AbortController();
    while (this.#first !== undefined) {
      if (this.#first.abandoned) {
        this.#shift();
      } else if (this.#turns.take(this.#clock.now())) {
        this.#shift().resume();
      } else {
        if (this.#pump.signal.aborted) this.#pump = new AbortController();
        this.#turns.want(this.#waiting, this.#wake);
        const leftMs = Math.max(this.#turns.nextAt - this.#clock.now(), 1);
        await this.#clock.sleep(leftMs, this.#pump.signal).catch(() => {});
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

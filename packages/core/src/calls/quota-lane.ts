import type { Clock } from "./clock.ts";
import { Semaphore } from "./concurrency.ts";
import type { Ending } from "./ending.ts";
import type { Failure } from "../driver/failure.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { QuotaTurns } from "./quota-budget.ts";
import { RateLimiter } from "./rate-limiter.ts";

/** What the calls that spend one quota share: so many at once, so many a second. */
export class QuotaLane {
  /** The quota's id; the operation's name if no quota covers it. */
  readonly quota: string;
  readonly #slots: Semaphore;
  readonly #limiter: RateLimiter | undefined;

  /** Without `turns` calls are not paced. */
  constructor(quota: string, maximumConcurrentCalls: number, turns: QuotaTurns | undefined, clock: Clock) {
    this.quota = quota;
    this.#slots = new Semaphore(maximumConcurrentCalls);
    this.#limiter = turns === undefined ? undefined : new RateLimiter(turns, clock);
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

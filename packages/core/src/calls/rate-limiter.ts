import { AdaptiveRate } from "./adaptive-rate.ts";
import type { QuotaBudget, QuotaTurns } from "./quota-budget.ts";
import type { Clock } from "./clock.ts";
import type { Semaphore } from "./concurrency.ts";
import { ConnectionWait } from "./connection-wait.ts";
import type { Ending } from "./ending.ts";

/** Calls that may leave this much early, milliseconds: a timer cannot do better than its own grain. */
export const GRAIN_MS = 2;
/** Lateness of a timer that is made up for, milliseconds; a longer pause is lost, so that no burst ever follows one. */
export const CATCH_UP_MS = 20;

/** A rate is as it was asked for within so much of it: nearly all of it is used. */
const AS_ASKED = 0.02;

/** Whether nothing was learned of a rate, calls a second. */
export function isAsAsked(requestsPerSecond: number, asked: number): boolean {
  return Math.abs(requestsPerSecond - asked) <= asked * AS_ASKED;
}

/** The turns of a quota that this engine spends alone, as far as it knows: evenly spaced, at a rate that follows the answers. */
export class OwnTurns implements QuotaTurns {
  readonly #rate: AdaptiveRate;
  #nextAt = Number.NEGATIVE_INFINITY;

  /** @param startAt the rate to begin with, calls a second, if one was found earlier */
  constructor(requestsPerSecond: number, startAt?: number) {
    this.#rate = new AdaptiveRate(requestsPerSecond, { startAt });
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

/** Why a sleep of the pump ends. Without a reason, each would have an error with a stack. */
const WOKEN = "woken";

interface Waiter {
  /** What the call leaves by. */
  readonly connections: Semaphore | undefined;
  readonly resume: () => void;
  next: Waiter | undefined;
  abandoned: boolean;
}

/** Lets the calls that spend one quota leave when their turns begin, first come first served. A call without a free connection is overtaken. */
export class RateLimiter {
  #turns: QuotaTurns;
  /** Calls a second at the beginning. */
  #asked: number;
  readonly #clock: Clock;
  #first: Waiter | undefined;
  #last: Waiter | undefined;
  /** Waiters that have not given up. */
  #waiting = 0;
  /** Ends the pump's sleep; undefined while no call waits. */
  #pump: AbortController | undefined;
  readonly #wake = () => this.#pump?.abort(WOKEN);
  /** What the pump waits for while no call that waits has a connection. */
  #wait: ConnectionWait | undefined;

  constructor(turns: QuotaTurns, clock: Clock) {
    this.#turns = turns;
    this.#asked = turns.requestsPerSecond;
    this.#clock = clock;
  }

  /** Calls a second at this moment. */
  get requestsPerSecond(): number {
    return this.#turns.requestsPerSecond;
  }

  /** Calls that wait for their turns. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether other turns of the quota are as good: the rate is as before, and the next turn has begun, or is not known. */
  isAsNew(now: number): boolean {
    const { requestsPerSecond, nextAt } = this.#turns;
    return isAsAsked(requestsPerSecond, this.#asked) && (nextAt <= now || nextAt === Number.POSITIVE_INFINITY);
  }

  /** No call takes a turn any more. */
  close(): void {
    this.#turns.close?.();
  }

  /** All calls take other turns from now on, waiting calls included. */
  follow(turns: QuotaTurns): void {
    this.#turns.want(0, () => {});
    this.#turns = turns;
    this.#asked = turns.requestsPerSecond;
    this.#wake();
  }

  /**
   * Waits for a turn, first come first served. Undefined if there is nothing to wait for. Rejects when the request ends.
   * @param connections one is taken with the turn, never before, and no turn without one: calls of several turns that wait
   *   for a connection would leave together
   */
  acquire(request: Ending, connections?: Semaphore): Promise<void> | undefined {
    if (this.#first === undefined && this.#take(connections)) return undefined;
    return new Promise((resolve, reject) => {
      const unsubscribe = request.onEnd((reason) => {
        waiter.abandoned = true;
        this.#waiting -= 1;
        // A pump without waiters must not keep the process alive.
        if (this.#waiting === 0) {
          this.#wake();
          this.#wait?.end();
        }
        reject(reason);
      });
      const waiter: Waiter = {
        connections,
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
      if (this.#wait?.isFor(connections) === false) this.#wait.end();
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
      if (this.#first.abandoned) this.#unlink(this.#first, undefined);
      else if (this.#letOneLeave()) continue;
      else if (this.#first.connections !== undefined && this.#turns.nextAt <= this.#clock.now() + GRAIN_MS) {
        await this.#waitForConnection();
      } else {
        if (this.#pump.signal.aborted) this.#pump = new AbortController();
        this.#turns.want(this.#waiting, this.#wake);
        const leftMs = Math.max(this.#turns.nextAt - this.#clock.now(), 1);
        await this.#clock.sleep(leftMs, this.#pump.signal).catch(() => {});
      }
    }
    this.#pump = undefined;
  }

  /**
   * Lets the first call leave that has a connection, if a turn has begun: an endpoint that does not answer keeps its connections,
   * and delays no call to another one.
   * @param held a connection that was waited for: for a call that leaves by it, or else released
   */
  #letOneLeave(held?: Semaphore): boolean {
    const full = new Set<Semaphore | undefined>();
    let before: Waiter | undefined;
    for (let waiter = this.#first; waiter !== undefined; before = waiter, waiter = waiter.next) {
      const { connections } = waiter;
      if (waiter.abandoned || full.has(connections) || (held !== undefined && connections !== held)) continue;
      if (held === undefined && connections?.tryAcquire() === false) full.add(connections);
      else if (this.#turns.take(this.#clock.now())) {
        this.#unlink(waiter, before);
        waiter.resume();
        return true;
      } else {
        connections?.release();
        return false;
      }
    }
    held?.release();
    return false;
  }

  /** The turn may be over when a connection is free: then the call waits for another turn, without a connection. */
  async #waitForConnection(): Promise<void> {
    const wanted = new Set<Semaphore>();
    for (let waiter = this.#first; waiter !== undefined; waiter = waiter.next)
      if (!waiter.abandoned && waiter.connections !== undefined) wanted.add(waiter.connections);
    this.#wait = new ConnectionWait(wanted);
    const given = await this.#wait.given();
    this.#wait = undefined;
    if (given !== undefined) this.#letOneLeave(given);
  }

  #take(connections: Semaphore | undefined): boolean {
    if (connections?.tryAcquire() === false) return false;
    if (this.#turns.take(this.#clock.now())) return true;
    connections?.release();
    return false;
  }

  #unlink(waiter: Waiter, before: Waiter | undefined): void {
    if (before === undefined) this.#first = waiter.next;
    else before.next = waiter.next;
    if (this.#last === waiter) this.#last = before;
  }
}

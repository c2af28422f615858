import { LeasedTurns } from "../../calls/leased-turns.ts";
import { OwnTurns } from "../../calls/rate-limiter.ts";
import type { QuotaTurns } from "../../calls/quota-budget.ts";
import type { LaneOfQuota } from "./budget-host.ts";

/** The turns of one lane: drawn from the budget of the machine, or its own if that cannot be used. */
export class MachineTurns implements QuotaTurns {
  /** What the keeper of the budget gives leases to. */
  readonly lane: LaneOfQuota;
  #current: QuotaTurns;
  #onTurns = () => {};
  readonly #onClose: (turns: MachineTurns) => void;

  constructor(quota: string, requestsPerSecond: number, onClose: (turns: MachineTurns) => void) {
    this.#onClose = onClose;
    this.lane = { quota, requestsPerSecond, turns: new LeasedTurns(requestsPerSecond) };
    this.#current = this.lane.turns;
  }

  get requestsPerSecond(): number {
    return this.#current.requestsPerSecond;
  }

  get nextAt(): number {
    return this.#current.nextAt;
  }

  take(now: number): boolean {
    return this.#current.take(now);
  }

  want(calls: number, onTurns: () => void): void {
    this.#onTurns = onTurns;
    this.#current.want(calls, onTurns);
  }

  succeeded(now: number, sentAt: number): void {
    this.#current.succeeded(now, sentAt);
  }

  throttled(now: number, sentAt: number, retryAfterMs: number): void {
    this.#current.throttled(now, sentAt, retryAfterMs);
  }

  close(): void {
    this.#onClose(this);
  }

  /** Continues without the other processes, at the rate that was last known. */
  goAlone(): void {
    const { requestsPerSecond, turns } = this.lane;
    this.#current = new OwnTurns(requestsPerSecond, turns.history?.requestsPerSecond);
    this.#onTurns();
  }
}

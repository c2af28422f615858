import { setTimeout as sleep } from "node:timers/promises";
import type { Quota } from "@crosstag/core/driver";
import type { Sleep } from "../retry-throttled.ts";

/** The part of a quota that a live test uses: other programs of the account need the rest. */
const PART = 0.8;

/** Calls per second, by the name of a quota. Quotas that are not named do not hold calls back. */
export type CallRates = Readonly<Record<string, number>>;

/** Spaces calls evenly, below the quotas of the account: a live test must not throttle the programs beside it. */
export class CallPace {
  readonly #rates: CallRates;
  readonly #wait: Sleep;
  readonly #now: () => number;
  readonly #next = new Map<string, number>();

  constructor(rates: CallRates, wait: Sleep = sleep, now: () => number = Date.now) {
    this.#rates = rates;
    this.#wait = wait;
    this.#now = now;
  }

  /** The pace of the documented quotas of a driver, and of `others` that the calls of a scene spend. */
  static documented(quotas: readonly Quota[], others: CallRates, wait?: Sleep): CallPace {
    const rates = Object.fromEntries(quotas.map(({ id, requestsPerSecond }) => [id, requestsPerSecond]));
    return new CallPace({ ...rates, ...others }, wait);
  }

  /** Waits until a call may be made. */
  async turn(quota: string): Promise<void> {
    const rate = this.#rates[quota];
    if (rate === undefined) return;
    const now = this.#now();
    const at = Math.max(now, this.#next.get(quota) ?? 0);
    this.#next.set(quota, at + 1_000 / (rate * PART));
    if (at > now) await this.#wait(at - now);
  }
}

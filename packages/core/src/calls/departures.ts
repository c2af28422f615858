import type { Clock } from "./clock.ts";

/**
 * The room that the window of a second has: calls travel unevenly, and a busy cloud notes them late. With 2 ms the cloud saw one
 * call too many within 994 to 998 ms in one of six runs, with 12 ms in one of ten (measured 2026-12-01, four processes on two
 * cores, in which the cloud paused for up to 60 ms).
 */
const TRAVEL_MS = 40;
/** Above so many calls a second a second has hardly a turn to spare, and a tenth of it is a small part of the rate. */
const MOST_KEPT = 50;

/**
 * When the last calls of a quota left this process. A call is signed and written in the turn of the event loop in which its
 * own turn has come. On a busy machine this takes up to a sixth of a second; the next calls leave on time, and two calls more
 * than the rate come within a second (measured 2026-11-30, eight processes on two cores).
 */
export class Departures {
  readonly #clock: Pick<Clock, "now">;
  readonly #afterTurn: (callback: () => void) => void;
  readonly #calls: { at: number }[] = [];
  /** Those of `#calls` that are being written. */
  #leaving: { at: number }[] = [];

  /** @param afterTurn calls back after this turn of the event loop */
  constructor(clock: Pick<Clock, "now">, afterTurn: (callback: () => void) => void) {
    this.#clock = clock;
    this.#afterTurn = afterTurn;
  }

  /** A call leaves. */
  note(now: number): void {
    const call = { at: now };
    this.#calls.push(call);
    if (this.#calls.length > MOST_KEPT + 1) this.#calls.shift();
    this.#leaving.push(call);
    if (this.#leaving.length === 1) this.#afterTurn(() => this.#written());
  }

  /** When the next call may leave: no second has more than one call more than the rate. */
  freeAt(requestsPerSecond: number): number {
    const most = Math.ceil(requestsPerSecond) + 1;
    const first = most > MOST_KEPT + 1 ? undefined : this.#calls.at(-most);
    return first === undefined ? Number.NEGATIVE_INFINITY : first.at + 1_000 + TRAVEL_MS;
  }

  #written(): void {
    const now = this.#clock.now();
    for (const call of this.#leaving) call.at = now;
    this.#leaving = [];
  }
}

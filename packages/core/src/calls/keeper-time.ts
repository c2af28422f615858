/** For how long the quickest message counts, milliseconds: clocks of machines drift apart by some 50 µs in a second. */
const SPAN_MS = 10_000;

/**
 * Translates between the clock of a keeper, which may be another machine's, and this process's own. Only differences
 * count, so that wrong clocks do no harm. A message takes time, so that the keeper's clock seems to be behind; the
 * quickest message of the last seconds says the most. A turn is never begun early, and late by that message's travel.
 */
export class KeeperTime {
  #aheadMs = Number.NEGATIVE_INFINITY;
  #aheadBeforeMs = Number.NEGATIVE_INFINITY;
  #since = Number.NEGATIVE_INFINITY;

  /** A message has arrived at `receivedAt` that left at `keeperNow`, each by its own clock. */
  heard(keeperNow: number, receivedAt: number): void {
    if (receivedAt - this.#since > SPAN_MS) {
      this.#aheadBeforeMs = this.#aheadMs;
      this.#aheadMs = Number.NEGATIVE_INFINITY;
      this.#since = receivedAt;
    }
    this.#aheadMs = Math.max(this.#aheadMs, keeperNow - receivedAt);
  }

  /** A time of the keeper's clock by this process's clock. Call `heard` before. */
  toOwn(keeperTime: number): number {
    return keeperTime - this.#ahead;
  }

  /** A time of this process's clock by the keeper's clock. Call `heard` before. */
  toKeeper(ownTime: number): number {
    return ownTime + this.#ahead;
  }

  get #ahead(): number {
    return Math.max(this.#aheadMs, this.#aheadBeforeMs);
  }
}

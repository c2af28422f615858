/** Lets requests through at a rate. As many as in one second, at least one, can come at once. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #most: number;
  readonly #now: () => number;
  #turns: number;
  #filledAt: number;

  /**
   * @param perSecond requests per second, more than 0
   * @param now the present in milliseconds; a clock that is set back only makes callers wait
   */
  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#most = Math.max(1, perSecond);
    this.#now = now;
    this.#turns = this.#most;
    this.#filledAt = now();
  }

  /** Takes a turn. Returns 0, or, if none is left, the milliseconds until there is one. */
  take(): number {
    const now = this.#now();
    const gained = (Math.max(0, now - this.#filledAt) / 1000) * this.#perSecond;
    this.#turns = Math.min(this.#most, this.#turns + gained);
    this.#filledAt = now;
    if (this.#turns >= 1) {
      this.#turns -= 1;
      return 0;
    }
    return ((1 - this.#turns) / this.#perSecond) * 1000;
  }
}

/** How long a rate is used without throttling before the first probe, milliseconds. */
const FIRST_AFTER_MS = 14_000;
/** A failed probe costs a throttled call or a few, so that in the long run there is at most one in so many calls ... */
const CALLS_BETWEEN = 4_000;
/** ... and, as it costs more at high rates, at most one in so many milliseconds. */
const LONGEST_OF_FAST_MS = 120_000;
const FIRST_STEP = 1.3;
const NEXT_STEP = 2;
/** What has to be accepted beyond what a full bucket of one second's worth explains. */
const MARGIN = 1.02;

/** Looks for a quota above the rate: a small step at first; while steps succeed, doubling. */
export class RateProbe {
  #waitMs = FIRST_AFTER_MS;
  #quietMs = 0;
  /** The rate before the step; undefined if no probe is running. */
  #base: number | undefined;
  #stepAt = 0;
  #accepted = 0;
  #succeeded = false;

  get running(): boolean {
    return this.#base !== undefined;
  }

  get due(): boolean {
    return this.#quietMs >= this.#waitMs;
  }

  /** Calls have used the rate for so much longer without throttling. */
  quiet(usedMs: number): void {
    this.#quietMs += usedMs;
  }

  /** Ends a probe; the time without throttling starts anew. */
  calm(): void {
    this.#quietMs = 0;
    this.#base = undefined;
  }

  /** Gives the rate to try. */
  start(now: number, rate: number): number {
    this.#succeeded = false;
    return this.#step(now, rate, FIRST_STEP);
  }

  /** Calls do not use the rate that is tried, so that nothing is learned. Returns the rate to restore. */
  giveUp(): number {
    const rate = this.#base as number;
    this.calm();
    return rate;
  }

  /** Gives the next rate to try if `rate` has proved itself. */
  accepted(now: number, sentAt: number, rate: number): number | undefined {
    if (sentAt < this.#stepAt) return undefined;
    this.#accepted += 1;
    const seconds = (now - this.#stepAt) / 1_000;
    if (this.#accepted < MARGIN * (this.#base as number) * (seconds + 1)) return undefined;
    this.#succeeded = true;
    this.#waitMs = FIRST_AFTER_MS;
    return this.#step(now, rate, NEXT_STEP);
  }

  /**
   * The first step failed: gives the rate to go back to, and a pause that gives the bucket back what the step took from
   * it, or jitter would be throttled from now on. Undefined if steps have succeeded: the quota has grown.
   */
  throttled(now: number): { readonly rate: number; readonly pauseMs: number } | undefined {
    if (this.#succeeded) return undefined;
    const rate = this.#base as number;
    this.#waitMs = Math.min(this.#waitMs * 2, Math.max(LONGEST_OF_FAST_MS, (CALLS_BETWEEN * 1_000) / rate));
    return { rate, pauseMs: (this.#accepted * 1_000) / rate - (now - this.#stepAt) };
  }

  #step(now: number, rate: number, factor: number): number {
    this.#base = rate;
    this.#stepAt = now;
    this.#accepted = 0;
    return rate * factor;
  }
}

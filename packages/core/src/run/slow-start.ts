import { startTimer } from "../calls/clock.ts";
import type { Clock } from "../calls/clock.ts";
import { Semaphore } from "../calls/concurrency.ts";
import type { Ending } from "../calls/ending.ts";

/** After so many milliseconds without enough calls, as many workers begin as calls are missing. */
const SLOW_MS = 100;

/** What `SlowStart` is made of. */
interface SlowStartOptions {
  /** Workers that begin at once, and calls that wait for their turns as long as no more are needed. */
  readonly first: number;
  /** Calls that wait for their turns. */
  readonly waiting: () => number;
  readonly clock: Clock;
}

/**
 * Lets as many workers of a queue begin as its quota needs: the first ones, and one more for each call whose resources have been
 * read while few calls wait for their turns. If many scopes begin at once, reads for calls that come seconds later would delay the
 * first writes: 40 scopes of four processes made 840 such reads in their first second (measured 2026-12-01). Reads that are not
 * answered, or only after a while, keep no others back for long.
 */
export class SlowStart {
  readonly #begun: Semaphore;
  readonly #options: SlowStartOptions;
  /** Workers that have not begun. */
  #idle = 0;
  #stopTimer: (() => void) | undefined;

  constructor(options: SlowStartOptions) {
    this.#begun = new Semaphore(options.first);
    this.#options = options;
  }

  /** Waits until a worker may begin, or until `request` ends. */
  async turn(request: Ending): Promise<void> {
    const begun = this.#begun.acquire(request);
    if (begun === undefined) return;
    this.#idle += 1;
    this.#stopTimer ??= this.#startTimer();
    await begun;
    this.#idle -= 1;
    if (this.#idle > 0) return;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  /** The resources of a call have been read. */
  hasRead(): void {
    if (this.#missing > 0) this.#beginAnother();
  }

  /** A worker has ended: workers that have not begun will find nothing more to do. */
  end(): void {
    this.#begun.release();
  }

  #startTimer(): () => void {
    return startTimer(this.#options.clock, SLOW_MS, () => {
      this.#stopTimer = this.#startTimer();
      for (let left = this.#missing; left > 0; left -= 1) this.#beginAnother();
    });
  }

  get #missing(): number {
    return this.#options.first - this.#options.waiting();
  }

  #beginAnother(): void {
    if (this.#idle > 0) this.#begun.release();
  }
}

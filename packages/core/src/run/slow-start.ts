import { startTimer } from "../calls/clock.ts";
import type { Clock } from "../calls/clock.ts";
import { Semaphore } from "../calls/concurrency.ts";
import type { Ending } from "../calls/ending.ts";

/** A call whose resources are not read by then lets another one begin all the same, milliseconds. */
const SLOW_MS = 100;

/**
 * Lets the workers of a queue begin with its first calls, and one more for each call whose resources have been read: if many
 * scopes begin at once, reads for calls that come seconds later would delay the first writes. Reads that are not answered, or
 * only after a while, keep no others back for long.
 */
export class SlowStart {
  readonly #begun: Semaphore;
  readonly #clock: Clock;
  /** Workers that have not begun. */
  #waiting = 0;

  /** @param first workers that begin at once */
  constructor(first: number, clock: Clock) {
    this.#begun = new Semaphore(first);
    this.#clock = clock;
  }

  /** Waits until a worker may begin, or until `request` ends. */
  async turn(request: Ending): Promise<void> {
    this.#waiting += 1;
    await this.#begun.acquire(request);
    this.#waiting -= 1;
  }

  /** A call begins to read. Returns what is to be called when it has read. */
  reads(): () => void {
    if (this.#waiting === 0) return nothing;
    let isOpen = true;
    const beginAnother = () => {
      if (!isOpen) return;
      isOpen = false;
      stopTimer();
      this.#begun.release();
    };
    const stopTimer = startTimer(this.#clock, SLOW_MS, beginAnother);
    return beginAnother;
  }

  /** A worker has ended: workers that have not begun will find nothing more to do. */
  end(): void {
    this.#begun.release();
  }
}

const nothing = (): void => {};

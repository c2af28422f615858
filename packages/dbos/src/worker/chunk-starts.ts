import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "@crosstag/core";

/** Chunks wait at most so long for other work, milliseconds. */
const MOST_HELD_MS = 1_000;

/**
 * Lets chunks begin one after the other, with a turn of the event loop between. A chunk is read, checked and divided into calls
 * without a pause: 26 that began at once kept the calls of the others from leaving for a sixth of a second.
 */
export class ChunkStarts {
  readonly #clock: Clock;
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when a chunk may begin. */
  next(): Promise<void> {
    const begins = this.#last.then(() => nextTurn());
    this.#last = begins;
    return begins;
  }

  /** Lets no chunk begin before `work` has ended, for a second at the most. Returns `work`. */
  hold<Result>(work: Promise<Result>): Promise<Result> {
    const over = new AbortController();
    const ended = work.then(
      () => over.abort(),
      () => over.abort(),
    );
    const held = Promise.race([ended, this.#clock.sleep(MOST_HELD_MS, over.signal).catch(() => {})]);
    this.#last = Promise.all([this.#last, held]);
    return work;
  }
}

import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Lets chunks begin one after the other, with a turn of the event loop between. A chunk is read, checked and divided into calls
 * without a pause: 26 that began at once kept the calls of the others from leaving for a sixth of a second.
 */
export class ChunkStarts {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when a chunk may begin. */
  next(): Promise<void> {
    return (this.#last = this.#last.then(() => nextTurn()));
  }
}

import { mapInOrder } from "../calls/concurrency.ts";

/**
 * Reads of all clouds that may be under way ahead of the reader of a plan. The adapters keep 64 connections to a server: so many
 * reads keep those of eight regions busy. More would wait for a connection, and waiting costs CPU time and memory.
 */
const IN_ALL = 512;
/** Of one cloud, if few are read. */
const MOST_OF_ONE = 64;
/** Of one cloud, however many are read: at 50 ms a call, 320 calls a second. */
const FEWEST_OF_ONE = 16;

/** Shares the reads ahead of the reader of a plan among the clouds that are being read. */
export class ReadsAhead {
  #clouds = 0;

  /** Reads of each cloud at this moment. */
  get ofOne(): number {
    return Math.min(MOST_OF_ONE, Math.max(FEWEST_OF_ONE, Math.floor(IN_ALL / this.#clouds)));
  }

  /** What the chunks of one cloud become, in their order, with as many read ahead as its share allows. `read` must not reject. */
  async *of<Chunk, Result>(
    chunks: Iterable<Chunk> | AsyncIterable<Chunk>,
    read: (chunk: Chunk) => Promise<Result>,
  ): AsyncGenerator<Result, void, undefined> {
    this.#clouds += 1;
    try {
      yield* mapInOrder(chunks, () => this.ofOne, read);
    } finally {
      this.#clouds -= 1;
    }
  }
}

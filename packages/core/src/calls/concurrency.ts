import { itemAt, known } from "../batching/batches.ts";
import type { Ending } from "./ending.ts";

/** Runs `work` over the items, at most `limit` at a time. `work` must not reject. */
export async function eachConcurrently<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  if (items.length === 1) return work(itemAt(items, 0));
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const item = itemAt(items, next);
      next += 1;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

/** Results in the order of the items, with up to `limit` computed ahead of the reader. `work` must not reject. */
export async function* mapInOrder<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const ahead: Promise<Result>[] = [];
  for await (const item of items) {
    ahead.push(work(item));
    if (ahead.length >= limit) yield await known(ahead.shift());
  }
  for (const result of ahead) yield await result;
}

/**
 * All items of the first source, then all of the second, and so on. The first item of up to `limit` sources is asked for
 * ahead of the reader, so that their first calls are made at once.
 */
export async function* joinInOrder<Item>(
  sources: Iterable<AsyncGenerator<Item, void, undefined>>,
  limit: number,
): AsyncGenerator<Item, void, undefined> {
  const waiting = sources[Symbol.iterator]();
  const begun: {
    readonly source: AsyncGenerator<Item, void, undefined>;
    readonly first: Promise<IteratorResult<Item, void>>;
  }[] = [];
  const beginOne = (): boolean => {
    const next = waiting.next();
    if (next.done === true) return false;
    const first = next.value.next();
    // The reader gets the error when it is its turn.
    first.catch(() => {});
    begun.push({ source: next.value, first });
    return true;
  };
  try {
    for (;;) {
      while (begun.length < limit && beginOne());
      const [current] = begun;
      if (current === undefined) return;
      for (let step = await current.first; step.done !== true; step = await current.source.next()) yield step.value;
      begun.shift();
    }
  } finally {
    // Not awaited: a call under way may take as long as its time limit.
    for (const { source } of begun) source.return().catch(() => {});
  }
}

interface Waiter {
  readonly resume: () => void;
  gone: boolean;
}

/** Lets at most `slots` run at once, first come first served. */
export class Semaphore {
  #free: number;
  readonly #waiting: Waiter[] = [];

  constructor(slots: number) {
    this.#free = slots;
  }

  /** Undefined if a slot is free; otherwise whether one was assigned before the request ended. */
  acquire(request: Ending): Promise<boolean> | undefined {
    if (this.#free > 0) {
      this.#free -= 1;
      return undefined;
    }
    return new Promise((resolve) => {
      const unsubscribe = request.onEnd(() => {
        waiter.gone = true;
        resolve(false);
      });
      const waiter: Waiter = {
        gone: false,
        resume: () => {
          unsubscribe();
          resolve(true);
        },
      };
      this.#waiting.push(waiter);
    });
  }

  release(): void {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      if (next.gone) continue;
      next.resume();
      return;
    }
    this.#free += 1;
  }
}

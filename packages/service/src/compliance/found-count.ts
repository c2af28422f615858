/** A line that says how many resources were found so far. */
export interface FoundLine {
  readonly type: "progress";
  readonly found: number;
}

/** The least time between two lines. */
const EVERY_MS = 250;

/** Counts what was found, and reports it while a stream of lines waits for its next one. */
export class FoundCount {
  readonly #now: () => number;
  #found = 0;
  #toldAt = -Infinity;
  #news = news();

  /** @param now milliseconds of a clock that does not jump */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one more. */
  readonly add = (): void => {
    this.#found += 1;
    if (this.#now() - this.#toldAt >= EVERY_MS) this.#news.tell();
  };

  /** Gives the items, and between them how many were found. */
  async *between<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item | FoundLine, void, undefined> {
    const iterator = items[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = iterator.next();
        // Whichever comes first; after a line, the same item is waited for again.
        while ((await Promise.race([next, this.#news.told])) === undefined) yield this.#line();
        const item = await next;
        if (item.done === true) return;
        yield item.value;
      }
    } finally {
      await iterator.return?.();
    }
  }

  #line(): FoundLine {
    this.#toldAt = this.#now();
    this.#news = news();
    return { type: "progress", found: this.#found };
  }
}

function doNothing(): void {}

function news(): { readonly told: Promise<void>; readonly tell: () => void } {
  let tell = doNothing;
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { told, tell };
}

/** Items that a source may be ahead of the reader. */
const AHEAD = 2_000;
/** Sources that are read at once. A fleet has thousands of clouds, each with connections of its own while it is read. */
const AT_ONCE = 32;
/** Items of all sources with which no further source is begun. */
const MOST_WAITING = 8_000;

/**
 * All items of the first source, then all of the second, and so on; but up to 32 of them are read at once, each only so
 * far ahead of the reader that memory stays bounded. The first that fails ends all of it.
 */
export async function* mergeInOrder<Item>(
  sources: readonly AsyncIterable<Item>[],
): AsyncGenerator<Item, void, undefined> {
  const [only] = sources;
  if (sources.length === 1 && only !== undefined) {
    yield* only;
    return;
  }
  const together: Together = { waiting: 0, onTaken: () => startMore() };
  const readers = sources.map((source) => new ReaderAhead(source, together));
  let started = 0;
  let reading = 0;
  // Sources begin in their order, so the one whose turn it is has begun when nothing waits.
  const startMore = () => {
    while (reading < AT_ONCE && started < readers.length && together.waiting < MOST_WAITING && !together.first) {
      const reader = readers[started];
      started += 1;
      reading += 1;
      reader?.start(() => {
        reading -= 1;
        startMore();
      });
    }
  };
  startMore();
  try {
    for (const reader of readers) yield* reader.items();
  } finally {
    for (const reader of readers) reader.stop();
  }
}

/** What the readers share: what any of their sources failed with, as there is no use in reading the others first. */
interface Together {
  /** Items that were read and not taken. */
  waiting: number;
  /** Called when some were taken. */
  readonly onTaken: () => void;
  first?: { readonly error: unknown };
  /** Wakes the one reader that waits. */
  wake?: () => void;
}

class ReaderAhead<Item> {
  readonly #source: AsyncIterable<Item>;
  readonly #together: Together;
  #items: Item[] = [];
  #state: "reading" | "ended" = "reading";
  #stopped = false;
  #wakeSource: (() => void) | undefined;

  constructor(source: AsyncIterable<Item>, together: Together) {
    this.#source = source;
    this.#together = together;
  }

  /** Begins to read; `onEnd` is called when there is nothing left to read. */
  start(onEnd: () => void): void {
    void this.#read(this.#source).finally(() => {
      if (!this.#stopped && this.#together.first === undefined) onEnd();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#wakeSource?.();
  }

  async *items(): AsyncGenerator<Item, void, undefined> {
    for (;;) {
      const items = this.#items;
      this.#items = [];
      this.#together.waiting -= items.length;
      this.#wakeSource?.();
      this.#together.onTaken();
      yield* items;
      if (this.#together.first !== undefined) throw this.#together.first.error;
      if (this.#items.length > 0) continue;
      if (this.#state === "ended") return;
      await new Promise<void>((resolve) => {
        this.#together.wake = resolve;
      });
    }
  }

  async #read(source: AsyncIterable<Item>): Promise<void> {
    try {
      for await (const item of source) {
        if (this.#stopped) return;
        this.#items.push(item);
        this.#together.waiting += 1;
        this.#together.wake?.();
        if (this.#items.length >= AHEAD && !this.#stopped)
          await new Promise<void>((resolve) => {
            this.#wakeSource = resolve;
          });
      }
      this.#state = "ended";
    } catch (error) {
      this.#together.first ??= { error };
    }
    this.#together.wake?.();
  }
}

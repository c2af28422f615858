import { itemAt, known } from "../batching/batches.ts";
import type { TagChange } from "../batching/batches.ts";
import type { Clock } from "./clock.ts";
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

/**
 * Results in the order of the items, with some computed ahead of the reader. `work` must not reject.
 * @param limit as many are computed at once; a function if it changes meanwhile
 */
export async function* mapInOrder<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  limit: number | (() => number),
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const limitNow = typeof limit === "number" ? () => limit : limit;
  const ahead: Promise<Result>[] = [];
  for await (const item of items) {
    ahead.push(work(item));
    while (ahead.length >= limitNow()) yield await known(ahead.shift());
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

  /** Whether a slot was free, and is taken now. */
  tryAcquire(): boolean {
    if (this.#free === 0) return false;
    this.#free -= 1;
    return true;
  }

  /** Undefined if a slot is free; otherwise whether one was assigned before the request ended. */
  acquire(request: { onEnd(callback: () => void): () => void }): Promise<boolean> | undefined {
    if (this.tryAcquire()) return undefined;
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

/**
 * One write at a time for each resource: clouds throttle parallel writes to one key below its quota, and two writes
 * under way could land in either order.
 */
export class ResourceLocks {
  /** Made by the first write: most engines of a fleet only read. */
  #tails: Map<string, Promise<void>> | undefined;

  /**
   * Runs `work` while holding all the locks. All are queued for in one step, so two requests cannot wait for each other.
   * If the request ends first, `work` runs without them and finds that out: it writes nothing then.
   */
  async hold<Result>(names: readonly string[], request: Ending, work: () => Promise<Result>): Promise<Result> {
    const tails = (this.#tails ??= new Map());
    const before = names.map((name) => tails.get(name)).filter((tail) => tail !== undefined);
    let free!: () => void;
    const tail = new Promise<void>((resolve) => {
      free = resolve;
    });
    for (const name of names) tails.set(name, tail);
    const release = () => {
      free();
      for (const name of names) {
        if (tails.get(name) === tail) tails.delete(name);
      }
    };
    const earlier = before.length === 0 ? undefined : Promise.all(before);
    try {
      if (earlier !== undefined) await firstOf(earlier, request);
      return await work();
    } finally {
      // The next request waits for the earlier ones, even if this request left early.
      if (earlier === undefined) release();
      else void earlier.then(release);
    }
  }
}

function firstOf(free: Promise<unknown>, request: Ending): Promise<void> | undefined {
  if (request.ended !== undefined) return undefined;
  return new Promise((resolve) => {
    const unsubscribe = request.onEnd(() => resolve());
    void free.then(() => {
      unsubscribe();
      resolve();
    });
  });
}

type Values = ReadonlyMap<string, string | undefined>;

interface Write {
  readonly until: number;
  /** An undefined value: the tag was removed. */
  readonly values: Values;
}

const NOTHING: Values = new Map();
/** Shared by all that have noted nothing; the first note replaces it, so that it stays empty. */
const NO_WRITES = new Map<string, Write>();

/** What this engine wrote a moment ago: reads may lag behind it. */
export class RecentWrites {
  readonly #clock: Clock;
  readonly #keepMs: number;
  /**
   * By identity, in two generations, of which the older is dropped as a whole: taking writes out one by one leaves gaps
   * in a map that every later search from its beginning passes over, which cost more than the call at 10,000 calls a second.
   */
  #newer = NO_WRITES;
  #older: ReadonlyMap<string, Write> = NO_WRITES;
  #newerUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, keepMs: number) {
    this.#clock = clock;
    this.#keepMs = keepMs;
  }

  note(identity: string, change: TagChange): void {
    const now = this.#clock.now();
    if (now >= this.#newerUntil) {
      this.#older = this.#newer;
      this.#newer = new Map();
      this.#newerUntil = now + this.#keepMs;
    }
    const values = new Map(this.of(identity));
    if (change.type === "set") {
      for (const [key, value] of change.tags) values.set(key, value);
      for (const key of change.alsoRemove ?? []) values.set(key, undefined);
    } else for (const key of change.tagKeys === "all" ? [...values.keys()] : change.tagKeys) values.set(key, undefined);
    this.#newer.set(identity, { until: now + this.#keepMs, values });
  }

  of(identity: string): Values {
    const written = this.#newer.get(identity) ?? this.#older.get(identity);
    return written !== undefined && written.until > this.#clock.now() ? written.values : NOTHING;
  }
}

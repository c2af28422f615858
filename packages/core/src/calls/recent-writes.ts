import type { TagChange } from "../batching/write-batches.ts";
import type { Clock } from "./clock.ts";

type Values = ReadonlyMap<string, string | undefined>;

interface Write {
  readonly until: number;
  /** An undefined value: the tag was removed. */
  readonly values: Values;
}

const NOTHING: Values = new Map();

/** What this engine wrote a moment ago: reads may lag behind it. */
export class RecentWrites {
  readonly #clock: Clock;
  readonly #keepMs: number;
  /**
   * By identity, in two generations, of which the older is dropped as a whole: taking writes out one by one leaves gaps
   * in a map that every later search from its beginning passes over, which cost more than the call at 10,000 calls a second.
   */
  #newer = new Map<string, Write>();
  #older: ReadonlyMap<string, Write> = this.#newer;
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
    if (change.type === "set") for (const [key, value] of change.tags) values.set(key, value);
    else for (const key of change.tagKeys === "all" ? [...values.keys()] : change.tagKeys) values.set(key, undefined);
    this.#newer.set(identity, { until: now + this.#keepMs, values });
  }

  of(identity: string): Values {
    const written = this.#newer.get(identity) ?? this.#older.get(identity);
    return written !== undefined && written.until > this.#clock.now() ? written.values : NOTHING;
  }
}

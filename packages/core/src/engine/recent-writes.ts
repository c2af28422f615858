import type { TagChange } from "../planning/write-batches.ts";
import type { Clock } from "./clock.ts";

/** What this engine wrote a moment ago: reads may lag behind it. */
export class RecentWrites {
  readonly #clock: Clock;
  readonly #keepMs: number;
  /** By identity, oldest first; a value that is undefined was taken away. */
  readonly #writes = new Map<string, { readonly until: number; readonly values: Map<string, string | undefined> }>();

  constructor(clock: Clock, keepMs: number) {
    this.#clock = clock;
    this.#keepMs = keepMs;
  }

  note(identity: string, change: TagChange): void {
    const now = this.#clock.now();
    for (const [known, { until }] of this.#writes) {
      if (until > now) break;
      this.#writes.delete(known);
    }
    const values = new Map(this.of(identity));
    if (change.type === "set") for (const [key, value] of change.tags) values.set(key, value);
    else for (const key of change.tagKeys === "all" ? [...values.keys()] : change.tagKeys) values.set(key, undefined);
    this.#writes.delete(identity);
    this.#writes.set(identity, { until: now + this.#keepMs, values });
  }

  of(identity: string): ReadonlyMap<string, string | undefined> {
    const written = this.#writes.get(identity);
    return written !== undefined && written.until > this.#clock.now() ? written.values : new Map();
  }
}

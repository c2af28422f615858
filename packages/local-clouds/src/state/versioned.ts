import type { Clock } from "../server/clock.ts";

/** How long a read may still see the value from before a write. */
export interface Consistency {
  /** Milliseconds after a write during which reads answer with the older value. 0 (the default): reads are always fresh. */
  readonly delayMs: number;
  /**
   * Whether reads within `delayMs` alternate between the older and the newest value, beginning with the older one, as
   * reads that land on different replicas do. Default: false, they all see the older value.
   */
  readonly flapping?: boolean;
}

/** What every `Versioned` of one cloud shares. */
export interface ConsistencyContext {
  readonly clock: Clock;
  readonly consistency: Consistency;
}

export const immediateConsistency: Consistency = { delayMs: 0 };

interface Superseded<T> {
  readonly value: T;
  /** When the next write replaced it. */
  readonly replacedAt: number;
}

/**
 * A value that is eventually consistent: `write` takes effect immediately for writers (`current`), and for readers
 * (`read`) when the context's delay has passed.
 *
 * The cloud's own decisions (limits, state checks, merging tags) use `current`; what a read operation answers uses
 * `read()`. Values must not be mutated once written: older ones are still handed out. For a new resource that readers
 * must not find yet, keep a `Versioned<boolean>` that starts as false and is written true.
 */
export class Versioned<T> {
  readonly #context: ConsistencyContext;
  #current: T;
  /** Oldest first; undefined while every reader sees the current value. */
  #superseded: Superseded<T>[] | undefined;
  #flap = false;

  constructor(context: ConsistencyContext, initial: T) {
    this.#context = context;
    this.#current = initial;
  }

  /** The newest value, as the cloud itself knows it. */
  get current(): T {
    return this.#current;
  }

  write(value: T): void {
    if (this.#context.consistency.delayMs > 0) {
      this.#superseded ??= [];
      this.#superseded.push({ value: this.#current, replacedAt: this.#context.clock.now() });
    }
    this.#current = value;
  }

  /** Sets the value for all readers immediately, for setting the scene of a test. */
  settle(value: T): void {
    this.#superseded = undefined;
    this.#current = value;
  }

  /** The value as a reader sees it now. */
  read(): T {
    if (this.#superseded === undefined) return this.#current;
    const horizon = this.#context.clock.now() - this.#context.consistency.delayMs;
    const visible = this.#superseded.findIndex((older) => older.replacedAt > horizon);
    if (visible < 0) {
      this.#superseded = undefined;
      this.#flap = false;
      return this.#current;
    }
    if (visible > 0) this.#superseded.splice(0, visible);
    if (this.#context.consistency.flapping === true) {
      this.#flap = !this.#flap;
      if (!this.#flap) return this.#current;
    }
    const [oldest] = this.#superseded;
    return oldest === undefined ? this.#current : oldest.value;
  }
}

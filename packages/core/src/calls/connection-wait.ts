import type { Semaphore } from "./concurrency.ts";

/** A wait for a connection to any of several endpoints. */
export class ConnectionWait {
  readonly #wanted: ReadonlySet<Semaphore>;
  readonly #onEnd = new Set<() => void>();

  constructor(wanted: ReadonlySet<Semaphore>) {
    this.#wanted = wanted;
  }

  /** Whether it waits for a connection of these. */
  isFor(connections: Semaphore | undefined): boolean {
    return connections !== undefined && this.#wanted.has(connections);
  }

  /** The first that is free: it is taken then. Undefined: the wait was ended before. */
  async given(): Promise<Semaphore | undefined> {
    const ending = {
      onEnd: (callback: () => void) => {
        this.#onEnd.add(callback);
        return () => this.#onEnd.delete(callback);
      },
    };
    const asked = [...this.#wanted].map(async (connections) =>
      (await connections.acquire(ending)) === false ? undefined : connections,
    );
    const first = await Promise.race(asked);
    this.end();
    // Two can be free at once.
    for (const other of await Promise.all(asked)) if (other !== first) other?.release();
    return first;
  }

  /** Takes none. */
  end(): void {
    for (const callback of this.#onEnd) callback();
    this.#onEnd.clear();
  }
}

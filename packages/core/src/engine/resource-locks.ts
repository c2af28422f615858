/**
 * One write at a time for each resource: clouds throttle parallel writes to one key below its quota, and two writes
 * under way could land in either order.
 */
export class ResourceLocks {
  readonly #tails = new Map<string, Promise<void>>();

  /** Runs `work` while holding all the locks. All are queued for in one step, so two requests cannot wait for each other. */
  async hold<Result>(names: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const before = names.map((name) => this.#tails.get(name)).filter((tail) => tail !== undefined);
    let release!: () => void;
    const tail = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (const name of names) this.#tails.set(name, tail);
    try {
      if (before.length > 0) await Promise.all(before);
      return await work();
    } finally {
      release();
      for (const name of names) {
        if (this.#tails.get(name) === tail) this.#tails.delete(name);
      }
    }
  }
}

import type { Ending } from "./ending.ts";

/**
 * One write at a time for each resource: clouds throttle parallel writes to one key below its quota, and two writes
 * under way could land in either order.
 */
export class ResourceLocks {
  readonly #tails = new Map<string, Promise<void>>();

  /**
   * Runs `work` while holding all the locks. All are queued for in one step, so two requests cannot wait for each other.
   * If the request ends first, `work` runs without them and finds that out: it writes nothing then.
   */
  async hold<Result>(names: readonly string[], request: Ending, work: () => Promise<Result>): Promise<Result> {
    const before = names.map((name) => this.#tails.get(name)).filter((tail) => tail !== undefined);
    let free!: () => void;
    const tail = new Promise<void>((resolve) => {
      free = resolve;
    });
    for (const name of names) this.#tails.set(name, tail);
    const release = () => {
      free();
      for (const name of names) {
        if (this.#tails.get(name) === tail) this.#tails.delete(name);
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

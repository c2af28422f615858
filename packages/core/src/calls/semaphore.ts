import type { Ending } from "./ending.ts";

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

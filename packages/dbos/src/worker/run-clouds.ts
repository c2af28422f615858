import type { PlanApplier } from "@crosstag/core/node";

/** Clouds that a worker applies plans to. `openCrosstag` of `@crosstag/clouds` opens them. */
export interface WorkerClouds extends PlanApplier {
  /** Closes their connections. */
  close(): Promise<void>;
}

/** An attempt at a run. */
export interface RunAttempt {
  readonly run: string;
  readonly attempt: number;
}

interface OpenedClouds {
  readonly clouds: Promise<WorkerClouds>;
  users: number;
}

/**
 * The clouds of a worker, which are opened for each attempt at a run: a worker runs for weeks, and accounts that were added
 * or suspended meanwhile must be known. All chunks of an attempt share them.
 */
export class RunClouds {
  readonly #open: () => Promise<WorkerClouds>;
  readonly #opened = new Map<string, OpenedClouds>();
  #newest = "";

  constructor(open: () => Promise<WorkerClouds>) {
    this.#open = open;
  }

  /** Calls `work` with the clouds of an attempt. @throws what opening them throws; the next use opens them again */
  async use<Result>({ run, attempt }: RunAttempt, work: (clouds: PlanApplier) => Promise<Result>): Promise<Result> {
    const key = `${run}-${attempt}`;
    const opened = this.#opened.get(key) ?? this.#openFor(key);
    opened.users += 1;
    try {
      return await work(await opened.clouds);
    } finally {
      opened.users -= 1;
      await this.#closeIdle();
    }
  }

  /** Closes all. Nothing may use them. */
  async close(): Promise<void> {
    this.#newest = "";
    await this.#closeIdle();
  }

  #openFor(key: string): OpenedClouds {
    this.#newest = key;
    const opened: OpenedClouds = { clouds: this.#closeIdle().then(() => this.#open()), users: 0 };
    this.#opened.set(key, opened);
    opened.clouds.catch(() => {
      if (this.#opened.get(key) === opened) this.#opened.delete(key);
    });
    return opened;
  }

  /** Those of the newest attempt stay open: its next chunk may follow. */
  async #closeIdle(): Promise<void> {
    const idle = [...this.#opened].filter(([key, { users }]) => users === 0 && key !== this.#newest);
    for (const [key] of idle) this.#opened.delete(key);
    // What cannot be closed does not change what was done with it.
    await Promise.allSettled(idle.map(async ([, { clouds }]) => (await clouds).close()));
  }
}

import type { CrosstagEvent } from "@crosstag/core";

type ProgressEvent = Extract<CrosstagEvent, { readonly type: "run-progress" }>;

/** How far one cloud, account and region is. */
export type ScopeProgress = Omit<ProgressEvent, "type" | "requestsPerSecond"> & {
  /** Null: calls are not paced. */
  readonly requestsPerSecond: number | null;
};

/** A run that this process is applying. */
export class ActiveRun {
  readonly #stop = new AbortController();
  readonly #scopes = new Map<string, ScopeProgress>();
  #changes = 0;

  /** Aborted when the run has to end in order. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Ends the run in order: calls under way end, and no other is made. */
  stop(): void {
    this.#stop.abort();
  }

  get stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  /** By scope, in the order in which they began. */
  get progress(): readonly ScopeProgress[] {
    return [...this.#scopes.values()];
  }

  /** Another number whenever `progress` is another one. */
  get version(): number {
    return this.#changes;
  }

  readonly onEvent = (event: CrosstagEvent): void => {
    if (event.type !== "run-progress") return;
    const { type: _, requestsPerSecond, ...counts } = event;
    const pace = Number.isFinite(requestsPerSecond) ? requestsPerSecond : null;
    this.#scopes.set(event.scope, { ...counts, requestsPerSecond: pace });
    this.#changes += 1;
  };
}

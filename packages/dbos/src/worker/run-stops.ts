/** The runs that are to stop, as far as this worker knows. */
export class RunStops {
  readonly #runs = new Map<string, AbortController>();

  /** Ends when the run is to stop. */
  signalOf(run: string): AbortSignal {
    return this.#of(run).signal;
  }

  /** Keeps these stopped, and no others: a run that was resumed continues. */
  set(stopped: readonly string[]): void {
    const names = new Set(stopped);
    for (const [run, controller] of this.#runs)
      if (!names.has(run) && controller.signal.aborted) this.#runs.delete(run);
    for (const run of names) this.#of(run).abort();
  }

  #of(run: string): AbortController {
    let controller = this.#runs.get(run);
    if (controller === undefined) this.#runs.set(run, (controller = new AbortController()));
    return controller;
  }
}

import type { RunAttempt } from "./run-clouds.ts";

/**
 * The attempts at runs that are to stop, as far as this worker knows. A run that was resumed continues, also on a worker that has
 * not looked since.
 */
export class RunStops {
  readonly #attempts = new Map<string, AbortController>();

  /** Ends when the attempt is to stop. */
  signalOf(attempt: RunAttempt): AbortSignal {
    return this.#of(nameOf(attempt)).signal;
  }

  /** Keeps these stopped, and no others. */
  set(stopped: readonly RunAttempt[]): void {
    const names = new Set(stopped.map(nameOf));
    for (const [name, controller] of this.#attempts)
      if (!names.has(name) && controller.signal.aborted) this.#attempts.delete(name);
    for (const name of names) this.#of(name).abort();
  }

  #of(name: string): AbortController {
    let controller = this.#attempts.get(name);
    if (controller === undefined) this.#attempts.set(name, (controller = new AbortController()));
    return controller;
  }
}

function nameOf({ run, attempt }: RunAttempt): string {
  return `${run}-${attempt}`;
}

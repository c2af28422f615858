import type { DriverOperation } from "../driver/capabilities.ts";
import { CrosstagError } from "../errors/crosstag-error.ts";
import type { CrosstagEvent, EventListener } from "../events/crosstag-event.ts";
import type { CallOptions } from "../operations/operations.ts";
import type { Clock } from "./clock.ts";

/** What all calls of one request share: when it must end, who watches, and what it has cost. */
export class RequestScope {
  readonly signal: AbortSignal;
  readonly calls: Record<string, number> = {};
  readonly callTimeoutMs: number;
  readonly #listeners: readonly EventListener[];
  readonly #finished = new AbortController();

  constructor(options: CallOptions, clock: Clock, engineListener: EventListener | undefined) {
    this.callTimeoutMs = options.callTimeoutMs ?? 15_000;
    this.#listeners = [engineListener, options.onEvent].filter((listener) => listener !== undefined);
    const ended = new AbortController();
    this.signal = ended.signal;
    const given = options.signal;
    if (given?.aborted) ended.abort(cancelled());
    given?.addEventListener("abort", () => ended.abort(cancelled()), { signal: this.#finished.signal });
    if (options.timeoutMs !== undefined) {
      const timeoutMs = options.timeoutMs;
      clock.sleep(timeoutMs, this.#finished.signal).then(
        () => ended.abort(requestDeadline(timeoutMs)),
        () => {},
      );
    }
  }

  /** Set once the request was cancelled or ran out of time. */
  get ended(): CrosstagError | undefined {
    return this.signal.aborted ? (this.signal.reason as CrosstagError) : undefined;
  }

  countCall(operation: DriverOperation): void {
    this.calls[operation] = (this.calls[operation] ?? 0) + 1;
  }

  get watched(): boolean {
    return this.#listeners.length > 0;
  }

  emit(event: CrosstagEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch {
        // Watching a run must not be able to break it.
      }
    }
  }

  /** Lets go of timers and of the caller's signal. */
  finish(): void {
    this.#finished.abort();
  }
}

function cancelled(): CrosstagError {
  return new CrosstagError({ code: "cancelled", message: "The request was cancelled." });
}

function requestDeadline(timeoutMs: number): CrosstagError {
  return new CrosstagError({
    code: "deadline-exceeded",
    message: `The request did not end within ${timeoutMs} ms.`,
    hint: "Allow more time, or fewer resources in one request.",
  });
}

import { CrosstagError } from "../model/crosstag-error.ts";
import type { CallOptions } from "./call-options.ts";
import { onAbort } from "./on-abort.ts";
import { checkTimes } from "./request-scope.ts";
import type { RequestScope } from "./request-scope.ts";
import type { Clock } from "./clock.ts";
import { startTimer } from "./clock.ts";

/**
 * The requests of one `Crosstag` object: closing it waits for them or stops them, and no request begins afterwards.
 */
export class Lifetime {
  readonly #clock: Clock;
  /** Requests that have begun and not ended. */
  readonly #open = new Set<(reason: CrosstagError) => void>();
  /** Requests that are working. The reader of a stream may leave it without ending it, so closing does not wait for one. */
  #busy = 0;
  /** Of these, the ones that wait for work of the caller. */
  #outside = 0;
  #closed = false;
  readonly #onChange = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws CrosstagError `invalid-request` once `end` has been called */
  refuseIfClosed(operation: string): void {
    if (!this.#closed) return;
    throw new CrosstagError({
      code: "invalid-request",
      operation,
      message: "This Crosstag object is closed. Nothing was sent.",
      hint: "Open another one, and close it after the last request.",
    });
  }

  /** Runs one request, which ends early if the object is closed. */
  async during<Result>(
    operation: string,
    options: CallOptions | undefined,
    work: (options: CallOptions) => Promise<Result>,
  ): Promise<Result> {
    this.refuseIfClosed(operation);
    const request = this.#begin(options);
    try {
      return await this.#working(work(request.options));
    } finally {
      request.finish();
    }
  }

  /** The same for a request that is one scope: without a signal of its own, which costs as much as the rest of a request. */
  async within<Result>(
    operation: string,
    open: () => RequestScope,
    work: (scope: RequestScope) => Promise<Result>,
  ): Promise<Result> {
    this.refuseIfClosed(operation);
    const scope = open();
    const cancel = (reason: CrosstagError) => scope.cancel(reason);
    this.#open.add(cancel);
    scope.onOutside = (change) => {
      this.#outside += change;
      this.#changed();
    };
    this.#busy += 1;
    try {
      return await work(scope);
    } finally {
      this.#busy -= 1;
      this.#changed();
      this.#open.delete(cancel);
      scope.finish();
    }
  }

  /** The same for a request whose results are read one by one. It begins when the first one is read. */
  async *stream<Item>(
    operation: string,
    options: CallOptions | undefined,
    work: (options: CallOptions) => AsyncIterable<Item>,
  ): AsyncGenerator<Item, void, undefined> {
    this.refuseIfClosed(operation);
    const request = this.#begin(options);
    const items = work(request.options)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.#working(items.next());
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await items.return?.();
      request.finish();
    }
  }

  /**
   * Refuses new requests, waits for the ones that are working, and stops them after `drainMs` milliseconds. A second call
   * can stop them earlier. A stopped request that waits for a callback of the caller is not waited for: the callback may
   * wait for this.
   */
  async end(drainMs: number): Promise<void> {
    this.#closed = true;
    const drain = { over: drainMs <= 0 };
    const stopTimer = drain.over
      ? () => {}
      : startTimer(this.#clock, drainMs, () => {
          drain.over = true;
          this.#changed();
        });
    while (!drain.over && this.#busy > 0) await this.#change();
    stopTimer();
    for (const cancel of this.#open) cancel(closed());
    while (this.#busy > this.#outside) await this.#change();
  }

  #begin(options: CallOptions = {}): { readonly options: CallOptions; readonly finish: () => void } {
    checkTimes(options);
    const controller = new AbortController();
    const { signal, until } = options;
    const cancel = () => controller.abort(signal?.reason);
    const close = (reason: CrosstagError) => controller.abort(reason);
    const unsubscribe = signal === undefined || signal.aborted ? undefined : onAbort(signal, cancel);
    if (signal?.aborted === true) cancel();
    const unsubscribeUntil = until?.onEnd(close);
    if (until?.ended !== undefined) close(until.ended);
    this.#open.add(close);
    return {
      options: { ...options, until: undefined, signal: controller.signal },
      finish: () => {
        unsubscribe?.();
        unsubscribeUntil?.();
        this.#open.delete(close);
      },
    };
  }

  async #working<Result>(work: Promise<Result>): Promise<Result> {
    this.#busy += 1;
    try {
      return await work;
    } finally {
      this.#busy -= 1;
      this.#changed();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#onChange.add(resolve));
  }

  #changed(): void {
    if (this.#onChange.size === 0) return;
    for (const callback of this.#onChange) callback();
    this.#onChange.clear();
  }
}

function closed(): CrosstagError {
  return new CrosstagError({
    code: "canceled",
    message: "The request was canceled, because the Crosstag object was closed.",
    hint: "Close it after the last request, or give requests time to end: close({ drain: 5000 }).",
  });
}

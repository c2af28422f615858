import type { CallOptions } from "./call-options.ts";
import { startTimer } from "./clock.ts";
import type { Clock } from "./clock.ts";
import type { CrosstagEvent, EventListener } from "./crosstag-event.ts";
import { DriverStops, DriverTurns, type DriverStop, type StoppablePart } from "./driver-stop.ts";
import { sleepUntilEnd, type Ending } from "./ending.ts";
import { notify } from "./notify.ts";
import { retryPolicyOf } from "./retry-policy.ts";
import type { RetryPolicy } from "./retry-policy.ts";
import type { DriverOperation } from "../driver/capabilities.ts";
import { onAbort } from "./on-abort.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { fieldsOf } from "../text/fields-of.ts";

/** What all calls of one request share: when it must end, who watches, and what it has cost. */
export class RequestScope implements Ending {
  /** Wire calls made, by driver operation. */
  readonly calls: Record<string, number>;
  /** What the request says; else the driver does. */
  readonly callTimeoutMs: number | undefined;
  /** How failed calls of this request are retried. Undefined: as those of all requests. */
  readonly retry: RetryPolicy | undefined;
  /** Called with 1 when work of the caller begins, and with -1 when it ends. */
  onOutside: ((change: 1 | -1) => void) | undefined;
  readonly #listeners: readonly EventListener[];
  readonly #clock: Clock;
  readonly #cleanUp: (() => void)[] = [];
  readonly #onEnd = new Set<(reason: CrosstagError) => void>();
  /** Shared by the scopes within the request. */
  readonly #stops: DriverStops;
  readonly #whole: RequestScope | undefined;
  #changesHeld: Promise<void> | undefined;
  #ended: CrosstagError | undefined;

  constructor(options: CallOptions, clock: Clock, engineListener: EventListener | undefined, whole?: RequestScope) {
    if (whole === undefined) checkTimes(options);
    this.#clock = clock;
    this.#whole = whole;
    this.calls = whole?.calls ?? {};
    this.#stops = whole === undefined ? new DriverStops() : whole.#stops;
    this.callTimeoutMs = options.callTimeoutMs;
    this.retry = whole === undefined ? options.retry && retryPolicyOf(options.retry) : whole.retry;
    this.#listeners =
      whole === undefined
        ? [engineListener, options.onEvent].filter((listener) => listener !== undefined)
        : whole.#listeners;
    const { signal, until, timeoutMs } = options;
    if (whole !== undefined) this.#endWith(whole);
    if (until !== undefined) this.#endWith(until);
    if (signal !== undefined) this.#endOnAbort(signal);
    if (timeoutMs !== undefined)
      this.#cleanUp.push(startTimer(clock, timeoutMs, () => this.#end(requestDeadline(timeoutMs))));
  }

  get ended(): CrosstagError | undefined {
    return this.#ended;
  }

  onEnd(callback: (reason: CrosstagError) => void): () => void {
    this.#onEnd.add(callback);
    return () => this.#onEnd.delete(callback);
  }

  /** What calls that change something have to wait for. Undefined: nothing, or no more. Never rejects. */
  get changesHeld(): Promise<void> | undefined {
    return this.#changesHeld ?? this.#whole?.changesHeld;
  }

  /** Lets no call that changes something begin before the promise resolves. If it rejects, the request ends. */
  holdChanges(until: Promise<void>): void {
    this.#changesHeld = until.then(
      () => {
        this.#changesHeld = undefined;
      },
      (reason: unknown) => this.#end(canceled(reason)),
    );
  }

  /** Ends the request now. */
  cancel(reason: CrosstagError): void {
    this.#end(reason);
  }

  /** Waits, but not beyond the end of the request. Never rejects. */
  pause(milliseconds: number): Promise<void> {
    return sleepUntilEnd(this, this.#clock, milliseconds);
  }

  /** Runs `work` with a scope of its own. It ends with the request, or earlier: after so many milliseconds. */
  async within<Result>(milliseconds: number, work: (subScope: RequestScope) => Promise<Result>): Promise<Result> {
    const { callTimeoutMs } = this;
    const options = { timeoutMs: milliseconds, ...(callTimeoutMs !== undefined && { callTimeoutMs }) };
    const subScope = new RequestScope(options, this.#clock, undefined, this);
    try {
      return await work(subScope);
    } finally {
      subScope.finish();
    }
  }

  /** What ends one driver's part of the request. */
  stopOf(part: StoppablePart): DriverStop {
    return this.#stops.of(part);
  }

  /** Why drivers were stopped. One reason for each stopped driver. */
  get stopReasons(): readonly CrosstagError[] {
    return this.#stops.reasons;
  }

  /** When one driver begins no more calls. */
  turnsOf(part: StoppablePart): DriverTurns {
    return new DriverTurns(this, this.stopOf(part));
  }

  /** Runs work of the caller, such as a callback. Closing the object does not wait for it, because it may be what closes. */
  async outside<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    this.onOutside?.(1);
    try {
      return await work();
    } finally {
      this.onOutside?.(-1);
    }
  }

  countCall(operation: DriverOperation): void {
    this.calls[operation] = (this.calls[operation] ?? 0) + 1;
  }

  get watched(): boolean {
    return this.#listeners.length > 0;
  }

  emit(event: CrosstagEvent): void {
    for (const listener of this.#listeners) notify(listener, event);
  }

  #endWith(other: Ending): void {
    if (other.ended === undefined) this.#cleanUp.push(other.onEnd((reason) => this.#end(reason)));
    else this.#end(other.ended);
  }

  #endOnAbort(signal: AbortSignal): void {
    if (signal.aborted) this.#end(canceled(signal.reason));
    else this.#cleanUp.push(onAbort(signal, () => this.#end(canceled(signal.reason))));
  }

  #end(reason: CrosstagError): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    for (const callback of this.#onEnd) callback(reason);
    this.#onEnd.clear();
  }

  /** Lets go of timers and of the caller's signal. */
  finish(): void {
    for (const cleanUp of this.#cleanUp) cleanUp();
  }
}

/** A reason of ours says why; the reasons of other programs are not shown. */
function canceled(reason: unknown): CrosstagError {
  if (CrosstagError.is(reason)) return reason;
  return new CrosstagError({ code: "canceled", message: "The request was canceled." });
}

function requestDeadline(timeoutMs: number): CrosstagError {
  return new CrosstagError({
    code: "deadline-exceeded",
    message: `The request did not end within ${timeoutMs} ms.`,
    hint: "Allow more time, or fewer resources in one request.",
  });
}

/** The longest that a timer of JavaScript can wait; beyond it, it would ring at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** @throws CrosstagError `invalid-request` if a time of a request is not one that can be waited for, or nothing can end it */
export function checkTimes({ timeoutMs, callTimeoutMs, signal, until }: CallOptions): void {
  if (signal !== undefined && typeof fieldsOf(signal)["addEventListener"] !== "function")
    throw new CrosstagError({
      code: "invalid-request",
      message: "`signal` is not an AbortSignal.",
      hint: "Pass the signal of an AbortController, or leave it out.",
    });
  if (until !== undefined && typeof fieldsOf(until)["onEnd"] !== "function")
    throw new CrosstagError({
      code: "invalid-request",
      message: "`until` has no method `onEnd`.",
      hint: "Pass an `Ending`, or leave it out.",
    });
  checkTime("timeoutMs", timeoutMs);
  checkTime("callTimeoutMs", callTimeoutMs);
}

function checkTime(name: keyof CallOptions, milliseconds: number | undefined): void {
  if (milliseconds === undefined) return;
  if (typeof milliseconds === "number" && milliseconds > 0 && milliseconds <= LONGEST_MS) return;
  throw new CrosstagError({
    code: "invalid-request",
    message: `${name} is not a valid duration.`,
    hint: `Set it to a number of milliseconds, more than 0 and at most ${LONGEST_MS}, or leave it out.`,
  });
}

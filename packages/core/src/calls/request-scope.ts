import type { DriverOperation } from "../driver/capabilities.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { CrosstagEvent, EventListener } from "./crosstag-event.ts";
import type { CallOptions } from "./call-options.ts";
import { notify } from "./notify.ts";
import { onAbort } from "./on-abort.ts";
import { checkTimes } from "./check-times.ts";
import { startTimer } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { DriverStop, DriverTurns } from "./driver-turns.ts";
import type { Ending } from "./ending.ts";

/** What all calls of one request share: when it must end, who watches, and what it has cost. */
export class RequestScope implements Ending {
  /** Wire calls made, by driver operation. */
  readonly calls: Record<string, number>;
  /** What the request says; else the driver does. */
  readonly callTimeoutMs: number | undefined;
  readonly #listeners: readonly EventListener[];
  readonly #clock: Clock;
  readonly #cleanUp: (() => void)[] = [];
  readonly #onEnd = new Set<(reason: CrosstagError) => void>();
  /** Shared by the scopes within the request. */
  readonly #stops: Map<KmsDriver, DriverStop>;
  #ended: CrosstagError | undefined;

  constructor(options: CallOptions, clock: Clock, engineListener: EventListener | undefined, whole?: RequestScope) {
    if (whole === undefined) checkTimes(options);
    this.#clock = clock;
    this.calls = whole?.calls ?? {};
    this.#stops = whole === undefined ? new Map() : whole.#stops;
    this.callTimeoutMs = options.callTimeoutMs;
    this.#listeners =
      whole === undefined
        ? [engineListener, options.onEvent].filter((listener) => listener !== undefined)
        : whole.#listeners;
    if (whole?.ended !== undefined) this.#end(whole.ended);
    else if (whole !== undefined) this.#cleanUp.push(whole.onEnd((reason) => this.#end(reason)));
    const { signal, timeoutMs } = options;
    if (signal?.aborted) this.#end(canceled());
    else if (signal !== undefined) {
      this.#cleanUp.push(onAbort(signal, () => this.#end(canceled())));
    }
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

  /** Waits, but not beyond the end of the request. Never rejects. */
  async pause(milliseconds: number): Promise<void> {
    if (this.#ended !== undefined) return;
    const over = new AbortController();
    const unsubscribe = this.onEnd(() => over.abort());
    await this.#clock.sleep(milliseconds, over.signal).catch(() => {});
    unsubscribe();
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
  stopOf(driver: KmsDriver): DriverStop {
    let stop = this.#stops.get(driver);
    if (stop === undefined) this.#stops.set(driver, (stop = new DriverStop()));
    return stop;
  }

  /** Why drivers were stopped. One reason for each stopped driver. */
  get stopReasons(): readonly CrosstagError[] {
    return [...this.#stops.values()].map(({ reason }) => reason).filter((reason) => reason !== undefined);
  }

  /** When one driver begins no more calls. */
  turnsOf(driver: KmsDriver): DriverTurns {
    return new DriverTurns(this, this.stopOf(driver));
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

function canceled(): CrosstagError {
  return new CrosstagError({ code: "canceled", message: "The request was canceled." });
}

function requestDeadline(timeoutMs: number): CrosstagError {
  return new CrosstagError({
    code: "deadline-exceeded",
    message: `The request did not end within ${timeoutMs} ms.`,
    hint: "Allow more time, or fewer resources in one request.",
  });
}

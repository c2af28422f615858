import type { CrosstagError } from "../model/crosstag-error.ts";
import type { Clock } from "./clock.ts";
import type { Ending } from "./ending.ts";

/** Ends the work of one driver within one request, while the other drivers continue. */
export class DriverStop {
  readonly #onStop = new Set<(reason: CrosstagError) => void>();
  #reason: CrosstagError | undefined;

  /** Why no call of this driver can succeed any more, such as an expired session; undefined while it works. */
  get reason(): CrosstagError | undefined {
    return this.#reason;
  }

  /** The first reason counts. */
  stop(reason: CrosstagError): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const callback of this.#onStop) callback(reason);
    this.#onStop.clear();
  }

  onStop(callback: (reason: CrosstagError) => void): () => void {
    this.#onStop.add(callback);
    return () => this.#onStop.delete(callback);
  }
}

/** When one driver begins no more calls: the request has ended, or the driver's part of it has been stopped. */
export class DriverTurns implements Ending {
  readonly #request: Ending;
  readonly #stop: DriverStop;

  constructor(request: Ending, stop: DriverStop) {
    this.#request = request;
    this.#stop = stop;
  }

  get ended(): CrosstagError | undefined {
    return this.#request.ended ?? this.#stop.reason;
  }

  onEnd(callback: (reason: CrosstagError) => void): () => void {
    const unsubscribe = () => {
      unsubscribeRequest();
      unsubscribeStop();
    };
    const once = (reason: CrosstagError) => {
      unsubscribe();
      callback(reason);
    };
    const unsubscribeRequest = this.#request.onEnd(once);
    const unsubscribeStop = this.#stop.onStop(once);
    return unsubscribe;
  }

  /** Waits, but not beyond the end. Never rejects. */
  async pause(clock: Clock, milliseconds: number): Promise<void> {
    if (this.ended !== undefined) return;
    const over = new AbortController();
    const unsubscribe = this.onEnd(() => over.abort());
    await clock.sleep(milliseconds, over.signal).catch(() => {});
    unsubscribe();
  }

  /** Waits for the work, but not beyond the end. Never rejects. */
  async orEnd(work: Promise<unknown>): Promise<void> {
    if (this.ended !== undefined) return;
    await new Promise<void>((resolve) => {
      const unsubscribe = this.onEnd(() => resolve());
      const over = () => {
        unsubscribe();
        resolve();
      };
      work.then(over, over);
    });
  }
}

import { CrosstagError, type Clock, type Ending } from "@crosstag/core";
import { startTimer } from "@crosstag/core/internal";
import { RequestEnding } from "./request-ending.ts";
import { ServiceError } from "./service-error.ts";

/** The life of one request. Its end has the error that the request is answered with. */
export interface RequestLife extends Ending {
  /** Aborted with that error. */
  readonly signal: AbortSignal;
  /** Ends it early, because the caller does not take the answer. */
  cancel(): void;
  /** To be called when the answer is whole. */
  end(): void;
}

/** What ends a request early. */
export interface RequestLimits {
  /** Milliseconds. Absent: no limit. */
  readonly timeLimitMs?: number | undefined;
  /** Aborted when the caller has gone away. Absent: the request continues without its caller. */
  readonly callerSignal?: AbortSignal | undefined;
  /** Whether it ends as soon as the service is to stop: it would continue for long, and its caller can continue it elsewhere. */
  readonly endsFirst?: boolean | undefined;
}

/** The requests under way, so that they can end before the service does. */
export class RequestLives {
  readonly #clock: Clock;
  /** Whether each of them ends first. */
  readonly #ends = new Map<RequestEnding, boolean>();
  #draining = false;
  #onEmpty: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the service is about to end: no new work should be sent to it. */
  get draining(): boolean {
    return this.#draining;
  }

  /** @throws ServiceError 503 if the service is about to end */
  begin({ timeLimitMs, callerSignal, endsFirst = false }: RequestLimits): RequestLife {
    if (this.#draining) throw stopping();
    const ending = new RequestEnding();
    const stopTimer =
      timeLimitMs === undefined
        ? undefined
        : startTimer(this.#clock, timeLimitMs, () => ending.end(tookTooLong(timeLimitMs)));
    const onGone = () => ending.end(callerGone());
    if (callerSignal?.aborted === true) onGone();
    callerSignal?.addEventListener("abort", onGone, { once: true });
    this.#ends.set(ending, endsFirst);
    return {
      get ended() {
        return ending.ended;
      },
      get signal() {
        return ending.signal;
      },
      onEnd: (callback) => ending.onEnd(callback),
      cancel: onGone,
      end: () => {
        if (!this.#ends.delete(ending)) return;
        stopTimer?.();
        callerSignal?.removeEventListener("abort", onGone);
        if (this.#ends.size === 0) this.#onEmpty?.();
      },
    };
  }

  /** Refuses new requests, and resolves when those under way have ended. After `drainMs` they are ended. */
  async drain(drainMs: number): Promise<void> {
    this.#draining = true;
    if (this.#ends.size === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    for (const [ending, endsFirst] of this.#ends) if (endsFirst) ending.end(stopping());
    const stopTimer = startTimer(this.#clock, drainMs, () => {
      for (const ending of this.#ends.keys()) ending.end(stopping());
    });
    await empty;
    stopTimer();
  }
}

function stopping(): ServiceError {
  return new ServiceError({
    code: "unavailable",
    retry: "transient",
    message: "The service is stopping.",
    hint: "Send the request again.",
    headers: { "Retry-After": "5" },
  });
}

function tookTooLong(timeLimitMs: number): CrosstagError {
  return new CrosstagError({
    code: "deadline-exceeded",
    message: `The request took longer than ${timeLimitMs / 1000} seconds.`,
    hint: "Name fewer resources, or make a plan and start a run.",
  });
}

function callerGone(): CrosstagError {
  return new CrosstagError({ code: "canceled", message: "The caller closed the connection." });
}

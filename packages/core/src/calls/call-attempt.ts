import { startTimer } from "./clock.ts";
import type { Clock } from "./clock.ts";
import type { Ending } from "./ending.ts";
import type { CallContext } from "../driver/call-context.ts";
import type { Failure } from "../driver/failure.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { CrosstagError } from "../model/crosstag-error.ts";

/**
 * Makes one attempt at a call. Holds the deadline even against a driver that does not heed its end.
 * @throws GivenUpCall when the deadline passed or the scope ended; any error of the driver
 */
export function attemptCall<Receipt>(
  send: (context: CallContext) => Promise<Receipt>,
  scope: Ending,
  clock: Clock,
  timeoutMs: number,
  driver: Pick<KmsDriver, "title" | "classify">,
): Promise<Receipt> {
  return new Promise((resolve, reject) => {
    const context = new CallEnding(timeoutMs, clock);
    let gaveUp: CrosstagError | undefined;
    const giveUp = (reason: CrosstagError) => {
      settle();
      gaveUp = reason;
      context.end(reason);
      // The driver may know that nothing was sent; it has this turn to say so.
      startTimer(clock, 0, () => reject(new GivenUpCall(reason, timeoutMs)));
    };
    const unsubscribe = scope.onEnd(giveUp);
    const stopTimer = startTimer(clock, timeoutMs, () => giveUp(callDeadline(driver.title, timeoutMs)));
    const settle = () => {
      stopTimer();
      unsubscribe();
    };
    const fail = (error: unknown) => {
      settle();
      // After a time in which no timer ran, the driver may be the first to see that the time is up.
      const isFirst = gaveUp === undefined && context.isLate() && saysTimeIsUp(driver, error);
      const reason = isFirst ? callDeadline(driver.title, timeoutMs) : gaveUp;
      reject(reason === undefined ? error : new GivenUpCall(reason, timeoutMs, error));
    };
    try {
      send(context).then((receipt) => {
        settle();
        resolve(receipt);
      }, fail);
    } catch (error) {
      fail(error);
    }
  });
}

/** The context of one call, which the engine ends. Makes a signal only for a driver that asks for it. */
export class CallEnding implements CallContext {
  readonly timeoutMs: number;
  readonly #callbacks = new Set<(reason: unknown) => void>();
  readonly #clock: Clock;
  readonly #begunAt: number;
  #controller: AbortController | undefined;
  #end: { readonly reason: unknown } | undefined;

  constructor(timeoutMs: number, clock: Clock) {
    this.timeoutMs = timeoutMs;
    this.#clock = clock;
    this.#begunAt = clock.now();
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#end !== undefined) this.#controller.abort(this.#end.reason);
    }
    return this.#controller.signal;
  }

  onEnd(callback: (reason: unknown) => void): () => void {
    if (this.#end !== undefined) {
      callback(this.#end.reason);
      return () => {};
    }
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  isLate(): boolean {
    return this.#clock.now() - this.#begunAt >= this.timeoutMs;
  }

  end(reason: unknown): void {
    if (this.#end !== undefined) return;
    this.#end = { reason };
    for (const callback of this.#callbacks) callback(reason);
    this.#controller?.abort(reason);
  }
}

/** A call that the engine gave up, with what the driver had to say about it. */
class GivenUpCall extends Error {
  readonly reason: CrosstagError;
  readonly timeoutMs: number;
  readonly raw: unknown;

  constructor(reason: CrosstagError, timeoutMs: number, raw?: unknown) {
    super(reason.message);
    this.reason = reason;
    this.timeoutMs = timeoutMs;
    this.raw = raw;
  }
}

/** Deadlines of calls, by which they are known from those of requests. */
const callDeadlines = new WeakSet<CrosstagError>();

function callDeadline(service: string, timeoutMs: number): CrosstagError {
  const deadline = new CrosstagError({
    code: "deadline-exceeded",
    retry: "transient",
    message: describeDeadline(service, timeoutMs),
    hint: "Check the network and the endpoint, or allow more time for each call: --timeout on the command line, callTimeoutSeconds in the configuration.",
  });
  callDeadlines.add(deadline);
  return deadline;
}

export function isCallDeadline(error: unknown): error is GivenUpCall {
  return error instanceof GivenUpCall && callDeadlines.has(error.reason);
}

function describeDeadline(service: string, timeoutMs: number): string {
  return `${service} did not answer within ${seconds(timeoutMs)}.`;
}

/** All attempts of a call ended without an answer. */
export function describeSilence(service: string, attempts: number, timeoutMs: number): string {
  return `${service} did not answer: ${attempts} attempts of ${seconds(timeoutMs)} each.`;
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1_000} s`;
}

/** What was behind an error of a call, for the `cause` of the error that the caller gets. */
export function causeOf(error: unknown): unknown {
  return error instanceof GivenUpCall ? (error.raw ?? error.reason) : error;
}

/** What the engine makes of an error of a call: the driver's explanation, if it is not the engine's own error. */
export function explainCallError(driver: KmsDriver, error: unknown): Failure {
  if (error instanceof GivenUpCall) return explainGivenUp(driver, error);
  if (CrosstagError.is(error)) {
    const { code, retry, message, hint } = error;
    return { code, retry, applied: "no", scope: "call", message, ...(hint !== undefined && { hint }) };
  }
  return classify(driver, error);
}

function explainGivenUp(driver: KmsDriver, call: GivenUpCall): Failure {
  const { reason, raw } = call;
  // A driver that hands the reason back says nothing of what it has sent.
  const explained = raw !== undefined && !CrosstagError.is(raw) ? classify(driver, raw) : undefined;
  // It was still waiting for its credentials: the cloud is not to blame.
  if (explained?.code === "unauthenticated" && reason.code === "deadline-exceeded") return explained;
  const service = isCallDeadline(call) ? explained?.service : undefined;
  return {
    code: reason.code,
    retry: reason.retry,
    applied: explained?.applied === "no" ? "no" : "maybe",
    scope: "call",
    message: service === undefined ? reason.message : describeDeadline(service, call.timeoutMs),
    ...(service !== undefined && { service }),
    ...(reason.hint !== undefined && { hint: reason.hint }),
    ...whatWasReached(explained),
  };
}

function whatWasReached(explained: Failure | undefined): Pick<Failure, "unreachable" | "withoutCredentials"> {
  return {
    ...(explained?.unreachable && { unreachable: true }),
    ...(explained?.withoutCredentials && { withoutCredentials: true }),
  };
}

function saysTimeIsUp(driver: Pick<KmsDriver, "classify">, error: unknown): boolean {
  const { code, providerCode } = classify(driver, error);
  return code === "deadline-exceeded" && providerCode === undefined;
}

function classify(driver: Pick<KmsDriver, "classify">, error: unknown): Failure {
  try {
    return driver.classify(error);
  } catch {
    return {
      code: "internal",
      retry: "no",
      applied: "maybe",
      scope: "call",
      message: "The adapter could not classify an error from its cloud.",
    };
  }
}

import type { CallReceipt } from "../driver/driver-receipts.ts";
import type { Failure } from "../driver/failure.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { describeSilence, explainCallError } from "./call-attempt.ts";
import { isAccountQuestion } from "./call-progress.ts";
import type { CallProgress, WireCall } from "./call-progress.ts";
import { refusesAccount, refusesCredentials } from "./credential-renewal.ts";
import type { CredentialRenewal } from "./credential-renewal.ts";
import type { DriverStop } from "./driver-stop.ts";
import type { QuotaLane } from "./quota-lanes.ts";
import type { RequestScope } from "./request-scope.ts";
import { delayBeforeNext } from "./retry-policy.ts";
import type { RetryPolicy } from "./retry-policy.ts";

/** Attempts of a call of which none was answered, after which it is not made again, whatever the policy of retries says. */
const MOST_SILENT_ATTEMPTS = 5;

/** What is done about failed calls of a driver. */
export interface FailureOptions {
  /** A number from 0 to below 1, another one each time: delays are drawn with it. */
  readonly random: () => number;
  /** For calls and requests without a policy of their own. */
  readonly retry: RetryPolicy;
  /** Calls in a row that reached no server, after which the driver's part of the request is stopped. */
  readonly maximumUnreachableCalls: number;
}

/** Whose attempt has failed. */
export interface FailingCaller {
  readonly driver: KmsDriver;
  readonly renewal: CredentialRenewal;
  readonly options: FailureOptions;
}

/** The call whose attempt has failed. */
export interface AttemptedCall {
  readonly call: Pick<WireCall<CallReceipt>, "operation" | "retry">;
  readonly scope: RequestScope;
  readonly progress: CallProgress;
  readonly lane: QuotaLane;
  /** What ends the driver's part of the request. */
  readonly stop: DriverStop;
  /** That of the credentials with which the attempt was made. */
  readonly generation: number;
  /** The time limit of each attempt, milliseconds. */
  readonly timeoutMs: number;
}

/** A failed attempt: what it says of the quota, the credentials and the driver, and whether the call is made again. */
export class FailedAttempt {
  readonly failure: Failure;
  readonly #attempted: AttemptedCall;
  readonly #caller: FailingCaller;

  constructor(failure: Failure, attempted: AttemptedCall, caller: FailingCaller) {
    this.failure = failure;
    this.#attempted = attempted;
    this.#caller = caller;
  }

  /** Reports to the quota whether it was spent too fast, and to the driver's part of the request whether a server was reached. */
  note(): void {
    const { failure } = this;
    const { progress, lane, stop, generation } = this.#attempted;
    if (progress.lastWasPartial && !refusesCredentials(failure)) this.#caller.renewal.succeeded(generation);
    if (!progress.lastWasSilent && failure.unreachable !== true) stop.reached();
    if (failure.retry === "throttled") {
      lane.throttled(progress.startedAt, failure.retryAfterMs);
      progress.throttled(lane.quota, lane.requestsPerSecond);
    } else if (failure.providerCode !== undefined || progress.lastWasPartial) lane.succeeded(progress.startedAt);
  }

  /**
   * Has refused credentials renewed, once in a call; stops the driver's part of the request if that does not help. Returns
   * whether the call can be made again at once. Never rejects.
   */
  async mayUseNewCredentials(): Promise<boolean> {
    const { failure } = this;
    const { progress, stop, generation } = this.#attempted;
    const { driver, renewal } = this.#caller;
    if (refusesCredentials(failure)) {
      const mayRepeat = failure.providerCode !== undefined && !progress.renewed && progress.mayRepeat;
      if (mayRepeat && (await renewal.renew(generation))) return (progress.renewed = true);
      const reason = renewal.stopReason(failure, (error) => explainCallError(driver, error));
      if (failure.entry === true) stop.stopEntry(reason);
      else stop.stop(reason);
    } else if (refusesAccount(failure)) stop.stop(renewal.stopReason(failure));
    return false;
  }

  /** Milliseconds before the call is made again, another length each time; undefined if it is not. */
  delayBeforeNext(): number | undefined {
    const { call, scope, progress } = this.#attempted;
    // A cloud that takes connections and never answers would cost the time limit of a call with every attempt.
    if (progress.isSilent && progress.attempts >= MOST_SILENT_ATTEMPTS) return undefined;
    const { retry: ofAll, random } = this.#caller.options;
    const retry = call.retry ?? scope.retry ?? ofAll;
    return progress.mayRepeat
      ? delayBeforeNext(retry, this.failure, progress.attempts, progress.throttles, random)
      : undefined;
  }

  /** The call is not made again. Returns its failure; stops the driver's part of the request if no server is reached. */
  giveUp(): Failure {
    const failure = this.#summarize();
    this.#stopIfUnreachable(failure);
    return failure;
  }

  #summarize(): Failure {
    const { failure } = this;
    const { progress, timeoutMs } = this.#attempted;
    if (!progress.isSilent || progress.attempts === 1) return failure;
    const service = progress.silentService ?? this.#caller.driver.title;
    return { ...failure, message: describeSilence(service, progress.attempts, timeoutMs) };
  }

  /** Questions about the account are for other servers, so they do not count. */
  #stopIfUnreachable(failure: Failure): void {
    const { call, scope, progress, stop } = this.#attempted;
    const { code, message, hint } = failure;
    const isLost = failure.unreachable === true || (progress.isSilent && !refusesCredentials(failure));
    if (!isLost || isAccountQuestion(call.operation) || scope.ended !== undefined) return;
    const { driver, options } = this.#caller;
    const { provider } = driver;
    stop.notReached(
      options.maximumUnreachableCalls,
      () => new CrosstagError({ code, message, retry: "transient", provider, ...(hint !== undefined && { hint }) }),
      { isOfServer: failure.withoutCredentials !== true },
    );
  }
}

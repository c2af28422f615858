import { DEFAULT_CALL_TIMEOUT_SECONDS } from "../driver/call-timeout.ts";
import type { DriverOperation, WireOperation } from "../driver/capabilities.ts";
import type { Failure } from "../driver/failure.ts";
import type { CallContext } from "../driver/call-context.ts";
import type { CallReceipt, KmsDriver } from "../driver/kms-driver.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";
import type { ErrorCode } from "../model/crosstag-error.ts";
import { quotaOf } from "../driver/quota-of.ts";
import type { DriverScope } from "../model/reference-grammar.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { CrosstagEvent } from "./crosstag-event.ts";
import { CallEnding } from "./call-ending.ts";
import { startTimer } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { CredentialRenewal, refusesAccount, refusesCredentials } from "./credential-renewal.ts";
import { DriverTurns } from "./driver-turns.ts";
import { callDeadline, describeSilence, explainCallError, GivenUpCall, isCallDeadline } from "./given-up-call.ts";
import { endedFailure, QuotaLane } from "./quota-lane.ts";
import type { RequestScope } from "./request-scope.ts";
import type { RetryPolicy } from "./retry-policy.ts";
import { delayBeforeNext } from "./retry-policy.ts";

/** One wire call to be made, whatever it takes. */
export interface WireCall<Receipt> {
  readonly operation: WireOperation;
  readonly kind: ResourceKind;
  /** Resources in the call, for events. */
  readonly resources: number;
  /** Repeating it after an attempt that may have taken effect does no harm. */
  readonly repeatable: boolean;
  readonly send: (context: CallContext) => Promise<Receipt>;
}

/** What all events of a call say. */
type CallIdentity = Omit<Extract<CrosstagEvent, { readonly type: "call-started" }>, "type" | "attempt">;

interface CallTrace {
  readonly attempts: number;
  readonly requestIds: readonly string[];
  /** An attempt may have taken effect although no success was reported. */
  readonly uncertain: boolean;
  /** An attempt may have taken effect and the cloud never said anything that could be read. */
  readonly unanswered: boolean;
}

export type CallResult<Receipt> =
  | (CallTrace & { readonly ok: true; readonly receipt: Receipt })
  | (CallTrace & {
      readonly ok: false;
      readonly failure: Failure;
      readonly cause?: unknown;
      /** Nothing was sent, or not again: the request had ended, or the driver's part of it had been stopped. */
      readonly notMade?: true;
    });

export interface WireCallerOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly retry: RetryPolicy;
  readonly pacing: "quota" | "off";
  readonly maximumConcurrentCalls: number;
  /** The driver's scope, with what has been learned of it. */
  readonly scope: () => DriverScope;
  /** The cloud itself has said which account it is. */
  readonly accountTold: () => boolean;
}

let callNumber = 0;

/** Makes wire calls of one driver: in turn, at the quota's pace, with a deadline each, again if that can help. */
export class WireCaller {
  readonly #driver: KmsDriver;
  readonly #options: WireCallerOptions;
  readonly #lanes = new Map<string, QuotaLane>();
  readonly #renewal: CredentialRenewal;

  constructor(driver: KmsDriver, options: WireCallerOptions) {
    this.#driver = driver;
    this.#options = options;
    this.#renewal = new CredentialRenewal(driver, options.clock, () => ({
      account: options.scope().account,
      told: options.accountTold(),
    }));
  }

  /**
   * Never rejects: what went wrong is in the result. When `turns` ends, no attempt is begun any more, but one under way
   * may finish; when `scope` ends, that one is given up as well. If the cloud refuses the credentials, they
   * are renewed once; if that does not help, the driver's part of the request is stopped.
   */
  async call<Receipt extends CallReceipt>(
    call: WireCall<Receipt>,
    scope: RequestScope,
    requestTurns: RequestScope = scope,
  ): Promise<CallResult<Receipt>> {
    const stop = scope.stopOf(this.#driver);
    const turns = new DriverTurns(requestTurns, stop);
    const lane = this.#laneOf(call.operation, call.kind);
    const { clock, retry, random } = this.#options;
    const { account, region } = this.#options.scope();
    const number = (callNumber += 1);
    // Created only if a listener watches.
    let known: CallIdentity | undefined;
    const identity = () =>
      (known ??= {
        call: number,
        provider: this.#driver.provider,
        region,
        ...(account !== undefined && { account }),
        operation: call.operation,
        resources: call.resources,
      });
    const requestIds: string[] = [];
    let attempts = 0;
    let throttles = 0;
    let uncertain = false;
    let unanswered = false;
    let startedAt = 0;
    let renewed = false;
    let silent = 0;
    const settled = (requestId?: string, code?: ErrorCode) =>
      scope.emit({
        type: "call-settled",
        ...identity(),
        attempt: attempts,
        durationMs: clock.now() - startedAt,
        ...(requestId !== undefined && { requestId }),
        ...(code !== undefined && { code }),
      });
    if (this.#renewal.mayBeForeign) {
      const reason = await this.#renewal.foreign();
      if (reason !== undefined) stop.stop(reason);
    }
    for (;;) {
      while (this.#renewal.underWay !== undefined && turns.ended === undefined)
        await turns.orEnd(this.#renewal.underWay);
      const waiting = lane.takeTurn(turns);
      const ended = waiting && (await waiting);
      if (ended) return { ok: false, failure: ended, notMade: true, attempts, requestIds, uncertain, unanswered };
      if (this.#renewal.underWay !== undefined) {
        lane.release();
        continue;
      }
      const { generation } = this.#renewal;
      const trialOver = this.#renewal.begin();
      attempts += 1;
      startedAt = clock.now();
      if (scope.watched) scope.emit({ type: "call-started", ...identity(), attempt: attempts });
      // A listener may have ended the request.
      if (turns.ended !== undefined) {
        lane.release();
        trialOver?.();
        settled(undefined, turns.ended.code);
        attempts -= 1;
        const failure = endedFailure(turns.ended);
        return { ok: false, failure, notMade: true, attempts, requestIds, uncertain, unanswered };
      }
      if (call.operation !== "identify") scope.countCall(call.operation);
      let failure: Failure;
      let cause: unknown;
      try {
        const receipt = await this.#attempt(call, scope);
        lane.succeeded(startedAt);
        this.#renewal.succeeded(generation);
        trialOver?.();
        if (receipt.requestId !== undefined) requestIds.push(receipt.requestId);
        if (scope.watched) settled(receipt.requestId);
        return { ok: true, receipt, attempts, requestIds, uncertain, unanswered };
      } catch (error) {
        cause = error instanceof GivenUpCall ? (error.raw ?? error.reason) : error;
        failure = explainCallError(this.#driver, error);
        if (isCallDeadline(error)) silent += 1;
      } finally {
        lane.release();
      }
      if (failure.requestId !== undefined) requestIds.push(failure.requestId);
      if (failure.applied === "maybe") {
        uncertain = true;
        if (failure.providerCode === undefined) unanswered = true;
      }
      if (scope.watched) settled(failure.requestId, failure.code);
      if (failure.retry === "throttled") {
        throttles += 1;
        lane.throttled(startedAt, failure.retryAfterMs);
        scope.emit({
          type: "call-throttled",
          ...identity(),
          attempt: attempts,
          quota: lane.quota,
          requestsPerSecond: lane.requestsPerSecond,
        });
      } else if (failure.providerCode !== undefined) {
        lane.succeeded(startedAt);
      }
      if (refusesCredentials(failure)) {
        const mayRepeat = failure.providerCode !== undefined && !renewed && (call.repeatable || !uncertain);
        if (mayRepeat && (await this.#renewal.renew(generation))) {
          renewed = true;
          continue;
        }
        stop.stop(this.#renewal.stopReason(failure, (error) => explainCallError(this.#driver, error)));
      } else if (refusesAccount(failure)) {
        stop.stop(this.#renewal.stopReason(failure));
      }
      trialOver?.();
      const mayRepeat = call.repeatable || !uncertain;
      const delayMs = mayRepeat ? delayBeforeNext(retry, failure, attempts, throttles, random) : undefined;
      if (delayMs === undefined || scope.ended !== undefined) {
        if (silent === attempts && attempts > 1)
          failure = { ...failure, message: describeSilence(attempts, this.#callTimeoutMs(scope)) };
        return { ok: false, failure, cause, attempts, requestIds, uncertain, unanswered };
      }
      scope.emit({ type: "call-retried", ...identity(), attempt: attempts, delayMs, code: failure.code });
      // Paced calls wait for their turn anyway; a throttled call adds no delay of its own but what the cloud asked for.
      await turns.pause(clock, delayMs);
    }
  }

  /** Calls a second of the quota that an operation spends, at this moment; infinite if it is not paced. */
  requestsPerSecond(operation: DriverOperation, kind: ResourceKind): number {
    return this.#laneOf(operation, kind).requestsPerSecond;
  }

  /** Holds the deadline even against a driver that does not heed its end. */
  #attempt<Receipt>(call: WireCall<Receipt>, scope: RequestScope): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      const { clock } = this.#options;
      const timeoutMs = this.#callTimeoutMs(scope);
      const context = new CallEnding(timeoutMs);
      let gaveUp: CrosstagError | undefined;
      const giveUp = (reason: CrosstagError) => {
        settle();
        gaveUp = reason;
        context.end(reason);
        // The driver may know that nothing was sent; it has this turn to say so.
        startTimer(clock, 0, () => reject(new GivenUpCall(reason)));
      };
      const forgetEnd = scope.onEnd(giveUp);
      const stopTimer = startTimer(clock, timeoutMs, () => giveUp(callDeadline(timeoutMs)));
      const settle = () => {
        stopTimer();
        forgetEnd();
      };
      const fail = (error: unknown) => {
        settle();
        reject(gaveUp === undefined ? (error as Error) : new GivenUpCall(gaveUp, error));
      };
      try {
        call.send(context).then((receipt) => {
          settle();
          resolve(receipt);
        }, fail);
      } catch (error) {
        fail(error);
      }
    });
  }

  #callTimeoutMs(scope: RequestScope): number {
    return scope.callTimeoutMs ?? this.#driver.callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_SECONDS * 1_000;
  }

  #laneOf(operation: WireOperation, kind: ResourceKind): QuotaLane {
    const quota = operation === "identify" ? undefined : quotaOf(this.#driver.quotas, operation, kind);
    const name = quota?.id ?? operation;
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      const paced = this.#options.pacing === "quota" ? quota?.requestsPerSecond : undefined;
      lane = new QuotaLane(name, this.#options.maximumConcurrentCalls, paced, this.#options.clock);
      this.#lanes.set(name, lane);
    }
    return lane;
  }
}

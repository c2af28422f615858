import type { CloudName } from "../desired/cloud-name.ts";
import { DEFAULT_CALL_TIMEOUT_SECONDS } from "../driver/call-timeout.ts";
import type { DriverOperation, WireOperation } from "../driver/capabilities.ts";
import type { Failure } from "../driver/failure.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { CallReceipt } from "../driver/driver-receipts.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { ResourceKind } from "../model/reference.ts";
import { attemptCall, causeOf, describeSilence, explainCallError, isCallDeadline } from "./call-attempt.ts";
import { CallProgress, isAccountQuestion } from "./call-progress.ts";
import type { CallResult, NotSent, WireCall } from "./call-progress.ts";
import type { Semaphore } from "./concurrency.ts";
import { connectionSlotsOf } from "./connection-slots.ts";
import { CredentialRenewal, refusesAccount, refusesCredentials } from "./credential-renewal.ts";
import { endedFailure, QuotaLanes } from "./quota-lanes.ts";
import type { CallerWithLanes } from "./idle-lanes.ts";
import type { QuotaLane, QuotaLanesOptions } from "./quota-lanes.ts";
import { DriverTurns } from "./driver-stop.ts";
import type { DriverStop } from "./driver-stop.ts";
import type { RequestScope } from "./request-scope.ts";
import { delayBeforeNext } from "./retry-policy.ts";
import type { RetryPolicy } from "./retry-policy.ts";

/** What a caller needs beside its driver. */
export interface WireCallerOptions extends QuotaLanesOptions {
  readonly random: () => number;
  readonly retry: RetryPolicy;
  /** Calls in a row that reached no server, after which the driver's part of the request is stopped. */
  readonly maximumUnreachableCalls: number;
  /** The configured name of the cloud. Undefined: it has none. */
  readonly cloud: CloudName | undefined;
  /** The cloud itself has said which account it is. */
  readonly accountTold: () => boolean;
}

/** Operations that change something in the cloud. */
const CHANGES: ReadonlySet<WireOperation> = new Set(["writeTags", "removeTags", "removeAllTags", "deleteKeyMaterial"]);

/** Attempts of a call of which none was answered, after which it is not made again, whatever the policy of retries says. */
const MOST_SILENT_ATTEMPTS = 5;

/** Lanes that have had no call for so long can be made anew, milliseconds. */
const IDLE_MS = 10_000;

/** How one attempt of a call ended. */
type Attempt<Receipt> =
  | { readonly receipt: Receipt; readonly failure?: never; readonly cause?: never }
  | { readonly receipt?: Receipt; readonly failure: Failure; readonly cause?: unknown };

/** Makes wire calls of one driver: in turn, at the quota's pace, with a deadline each, again if that can help. */
export class WireCaller implements CallerWithLanes {
  readonly #driver: KmsDriver;
  readonly #options: WireCallerOptions;
  #madeLanes: QuotaLanes | undefined;
  /** Calls that may use the lanes. */
  #underWay = 0;
  /** When the last of them began or ended. */
  #usedAt = 0;
  #madeRenewal: CredentialRenewal | undefined;
  /** Of the driver's endpoint. */
  #connections: Semaphore | undefined;

  constructor(driver: KmsDriver, options: WireCallerOptions) {
    this.#driver = driver;
    this.#options = options;
  }

  // Both are made by the first call that needs them: a fleet has thousands of drivers that make none.
  get #lanes(): QuotaLanes {
    const { clock, idleLanes } = this.#options;
    this.#usedAt = clock.now();
    if (this.#madeLanes === undefined) {
      this.#madeLanes = new QuotaLanes(this.#driver, this.#options);
      idleLanes.add(this);
    }
    return this.#madeLanes;
  }

  forgetIdleLanes(now: number): boolean {
    const isIdle = this.#underWay === 0 && now - this.#usedAt >= IDLE_MS;
    if (!isIdle || this.#madeLanes?.isAsNew(now) === false) return false;
    this.close();
    return true;
  }

  /** No call is made any more, or only after a while. */
  close(): void {
    this.#madeLanes?.close();
    this.#madeLanes = undefined;
  }

  get #renewal(): CredentialRenewal {
    const { clock, scope, accountTold } = this.#options;
    return (this.#madeRenewal ??= new CredentialRenewal(this.#driver, clock, () => ({
      account: scope().account,
      told: accountTold(),
    })));
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
    this.#underWay += 1;
    try {
      return await this.#make(call, scope, requestTurns);
    } finally {
      this.#underWay -= 1;
      this.#usedAt = this.#options.clock.now();
    }
  }

  async #make<Receipt extends CallReceipt>(
    call: WireCall<Receipt>,
    scope: RequestScope,
    requestTurns: RequestScope,
  ): Promise<CallResult<Receipt>> {
    const stop = scope.stopOf({ driver: this.#driver, cloud: this.#options.cloud });
    const turns = new DriverTurns(requestTurns, stop);
    const lane = this.#lanes.of(call.operation, call.kind, call.shape);
    const connections = this.#connectionsFor(call.operation);
    const { clock } = this.#options;
    const progress = new CallProgress(call, scope, clock, this.#driver.provider, this.#options.scope);
    const early = this.#beforeAttempts(call, requestTurns, turns, stop);
    if (early !== undefined) await early;
    for (;;) {
      const waiting = this.#becomeReady(call, lane, turns, connections);
      const notSent = waiting && (await waiting);
      if (notSent) return progress.endedBy(notSent);
      // What is sent while credentials are renewed would be refused.
      if (this.#renewal.underWay !== undefined) {
        lane.release(connections);
        continue;
      }
      const { generation } = this.#renewal;
      const trialOver = this.#renewal.begin();
      progress.begin();
      // A listener may have ended the request.
      if (turns.ended !== undefined) {
        lane.release(connections);
        trialOver?.();
        return progress.takenBack(endedFailure(turns.ended));
      }
      progress.sent();
      const attempt = await this.#attempt(call, progress, scope);
      lane.release(connections);
      if (attempt.failure === undefined) {
        lane.succeeded(progress.startedAt);
        this.#renewal.succeeded(generation);
        stop.reached();
        trialOver?.();
        return progress.succeeded(attempt.receipt);
      }
      const { failure, cause } = attempt;
      this.#noteFailure(lane, progress, failure, stop, generation);
      if (await this.#mayUseNewCredentials(failure, progress, generation, stop)) continue;
      trialOver?.();
      const delayMs = this.#delayBeforeNext(progress, failure, call, scope);
      if (delayMs === undefined || scope.ended !== undefined) {
        const summary = this.#summarize(failure, progress, scope);
        this.#stopIfUnreachable(summary, { operation: call.operation, isSilent: progress.isSilent }, scope, stop);
        return progress.failed(summary, cause);
      }
      progress.retried(delayMs, failure.code);
      // Paced calls wait for their turn anyway; a throttled call adds no delay of its own but what the cloud asked for.
      await turns.pause(clock, delayMs);
    }
  }

  /** One attempt. Never rejects. With a receipt and a failure, the cloud has accepted the call and refused a part of it. */
  async #attempt<Receipt extends CallReceipt>(
    call: WireCall<Receipt>,
    progress: CallProgress,
    scope: RequestScope,
  ): Promise<Attempt<Receipt>> {
    try {
      const timeoutMs = this.#callTimeoutMs(scope);
      const receipt = await attemptCall(call.send, scope, this.#options.clock, timeoutMs, this.#driver);
      const rest = progress.accepted(receipt, call);
      return rest === undefined ? { receipt } : { receipt, failure: rest.failure };
    } catch (error) {
      const failure = explainCallError(this.#driver, error);
      progress.failedOnce(failure, isCallDeadline(error));
      return { failure, cause: causeOf(error) };
    }
  }

  /** Calls a second of the quota that an operation spends, at this moment; infinite if it is not paced. */
  requestsPerSecond(operation: DriverOperation, kind: ResourceKind): number {
    return this.#lanes.of(operation, kind).requestsPerSecond;
  }

  /** The part of that rate that is this driver's if all drivers that share the quota make calls: 1 if none does. */
  shareOfRate(operation: DriverOperation, kind: ResourceKind): number {
    return 1 / this.#lanes.of(operation, kind).drivers;
  }

  /** Undefined if there is no limit. Questions about the account go to other servers. */
  #connectionsFor(operation: WireOperation): Semaphore | undefined {
    if (isAccountQuestion(operation)) return undefined;
    return (this.#connections ??= connectionSlotsOf(this.#driver));
  }

  /** Takes a slot and the quota's turn. Undefined if there is nothing to wait for; gives a failure if `turns` ends. */
  #takeTurn(
    lane: QuotaLane,
    turns: DriverTurns,
    connections: Semaphore | undefined,
  ): undefined | Promise<Failure | undefined> {
    return this.#renewal.underWay === undefined
      ? lane.takeTurn(turns, connections)
      : this.#takeTurnAfterRenewal(lane, turns, connections);
  }

  async #takeTurnAfterRenewal(
    lane: QuotaLane,
    turns: DriverTurns,
    connections: Semaphore | undefined,
  ): Promise<Failure | undefined> {
    while (this.#renewal.underWay !== undefined && turns.ended === undefined) await turns.orEnd(this.#renewal.underWay);
    return lane.takeTurn(turns, connections);
  }

  /** Undefined if the attempt can leave at once. Returns why nothing is to be sent, if so. */
  #becomeReady<Receipt>(
    { prepare }: WireCall<Receipt>,
    lane: QuotaLane,
    turns: DriverTurns,
    connections: Semaphore | undefined,
  ): undefined | Promise<NotSent<Receipt> | undefined> {
    const waiting = this.#takeTurn(lane, turns, connections);
    return waiting === undefined && prepare === undefined
      ? undefined
      : prepareInTurn(waiting, prepare, lane, turns, connections);
  }

  /** Undefined if there is nothing to wait for. Never rejects. */
  #beforeAttempts(
    { operation }: Pick<WireCall<CallReceipt>, "operation">,
    { changesHeld }: RequestScope,
    turns: DriverTurns,
    stop: DriverStop,
  ): Promise<void> | undefined {
    const held = CHANGES.has(operation) ? changesHeld : undefined;
    const foreign = this.#renewal.mayBeForeign ? this.#stopIfForeign(stop) : undefined;
    if (held === undefined || foreign === undefined) return foreign ?? (held && turns.orEnd(held));
    return foreign.then(() => turns.orEnd(held));
  }

  async #stopIfForeign(stop: DriverStop): Promise<void> {
    const reason = await this.#renewal.foreign();
    if (reason !== undefined) stop.stop(reason);
  }

  #noteFailure(lane: QuotaLane, progress: CallProgress, failure: Failure, stop: DriverStop, generation: number): void {
    if (progress.lastWasPartial && !refusesCredentials(failure)) this.#renewal.succeeded(generation);
    if (!progress.lastWasSilent && failure.unreachable !== true) stop.reached();
    if (failure.retry === "throttled") {
      lane.throttled(progress.startedAt, failure.retryAfterMs);
      progress.throttled(lane.quota, lane.requestsPerSecond);
    } else if (failure.providerCode !== undefined || progress.lastWasPartial) lane.succeeded(progress.startedAt);
  }

  /** Has refused credentials renewed, once in a call; stops the driver's part of the request if that does not help. */
  async #mayUseNewCredentials(
    failure: Failure,
    progress: CallProgress,
    generation: number,
    stop: DriverStop,
  ): Promise<boolean> {
    if (refusesCredentials(failure)) {
      const mayRepeat = failure.providerCode !== undefined && !progress.renewed && progress.mayRepeat;
      if (mayRepeat && (await this.#renewal.renew(generation))) return (progress.renewed = true);
      const reason = this.#renewal.stopReason(failure, (error) => explainCallError(this.#driver, error));
      if (failure.entry === true) stop.stopEntry(reason);
      else stop.stop(reason);
    } else if (refusesAccount(failure)) stop.stop(this.#renewal.stopReason(failure));
    return false;
  }

  /** Questions about the account are for other servers, so they do not count. */
  #stopIfUnreachable(
    failure: Failure,
    { operation, isSilent }: { readonly operation: WireOperation; readonly isSilent: boolean },
    { ended }: RequestScope,
    stop: DriverStop,
  ): void {
    const { code, message, hint } = failure;
    const isLost = failure.unreachable === true || (isSilent && !refusesCredentials(failure));
    if (!isLost || isAccountQuestion(operation) || ended !== undefined) return;
    const { provider } = this.#driver;
    stop.notReached(
      this.#options.maximumUnreachableCalls,
      () => new CrosstagError({ code, message, retry: "transient", provider, ...(hint !== undefined && { hint }) }),
      { isOfServer: failure.withoutCredentials !== true },
    );
  }

  /** Milliseconds; undefined if the call is not made again. */
  #delayBeforeNext(
    progress: CallProgress,
    failure: Failure,
    { retry: ofCall }: Pick<WireCall<CallReceipt>, "retry">,
    { retry: ofRequest }: RequestScope,
  ): number | undefined {
    // A cloud that takes connections and never answers would cost the time limit of a call with every attempt.
    if (progress.isSilent && progress.attempts >= MOST_SILENT_ATTEMPTS) return undefined;
    const { retry: ofAll, random } = this.#options;
    const retry = ofCall ?? ofRequest ?? ofAll;
    return progress.mayRepeat
      ? delayBeforeNext(retry, failure, progress.attempts, progress.throttles, random)
      : undefined;
  }

  #summarize(failure: Failure, progress: CallProgress, scope: RequestScope): Failure {
    if (!progress.isSilent || progress.attempts === 1) return failure;
    const service = failure.service ?? this.#driver.title;
    return { ...failure, message: describeSilence(service, progress.attempts, this.#callTimeoutMs(scope)) };
  }

  #callTimeoutMs(scope: RequestScope): number {
    return scope.callTimeoutMs ?? this.#driver.callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_SECONDS * 1_000;
  }
}

async function prepareInTurn<Receipt>(
  turn: Promise<Failure | undefined> | undefined,
  prepare: WireCall<Receipt>["prepare"],
  lane: QuotaLane,
  turns: DriverTurns,
  connections: Semaphore | undefined,
): Promise<NotSent<Receipt> | undefined> {
  const ended = await turn;
  if (ended !== undefined) return { failure: ended, notMade: true };
  if (prepare === undefined) return undefined;
  // Calls of the preparation may need the slot.
  lane.release(connections);
  const notSent = await prepare();
  if (notSent !== undefined) return notSent;
  const endedMeanwhile = await lane.takeSlot(turns, connections);
  return endedMeanwhile && { failure: endedMeanwhile, notMade: true };
}

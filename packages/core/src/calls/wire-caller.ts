import type { CloudName } from "../desired/cloud-name.ts";
import { DEFAULT_CALL_TIMEOUT_SECONDS } from "../driver/call-timeout.ts";
import type { DriverOperation, WireOperation } from "../driver/capabilities.ts";
import type { Failure } from "../driver/failure.ts";
import type { KmsDriver } from "../driver/kms-driver.ts";
import type { CallReceipt } from "../driver/driver-receipts.ts";
import type { ResourceKind } from "../model/reference.ts";
import { attemptCall, causeOf, explainCallError, isCallDeadline } from "./call-attempt.ts";
import { CallProgress, isAccountQuestion } from "./call-progress.ts";
import type { CallResult, NotSent, WireCall } from "./call-progress.ts";
import type { Semaphore } from "./concurrency.ts";
import { connectionSlotsOf } from "./connection-slots.ts";
import { CredentialRenewal } from "./credential-renewal.ts";
import { DriverLanes } from "./driver-lanes.ts";
import { DriverTurns } from "./driver-stop.ts";
import type { DriverStop } from "./driver-stop.ts";
import { FailedAttempt } from "./failed-attempt.ts";
import type { FailureOptions } from "./failed-attempt.ts";
import { endedFailure } from "./quota-lanes.ts";
import type { QuotaLane, QuotaLanesOptions } from "./quota-lanes.ts";
import type { RequestScope } from "./request-scope.ts";

/** What a caller needs beside its driver. */
export interface WireCallerOptions extends QuotaLanesOptions, FailureOptions {
  /** The configured name of the cloud. Undefined: it has none. */
  readonly cloud: CloudName | undefined;
  /** The cloud itself has said which account it is. */
  readonly accountTold: () => boolean;
}

/** Operations that change something in the cloud. */
const CHANGES: ReadonlySet<WireOperation> = new Set(["writeTags", "removeTags", "removeAllTags", "deleteKeyMaterial"]);

/** How one attempt of a call ended. */
type Attempt<Receipt> =
  | { readonly receipt: Receipt; readonly failure?: never; readonly cause?: never }
  | { readonly receipt?: Receipt; readonly failure: Failure; readonly cause?: unknown };

/** Makes wire calls of one driver: in turn, at the quota's pace, with a deadline each, again if that can help. */
export class WireCaller {
  readonly #driver: KmsDriver;
  readonly #options: WireCallerOptions;
  readonly #lanes: DriverLanes;
  #madeRenewal: CredentialRenewal | undefined;
  /** Of the driver's endpoint. */
  #connections: Semaphore | undefined;

  constructor(driver: KmsDriver, options: WireCallerOptions) {
    this.#driver = driver;
    this.#options = options;
    this.#lanes = new DriverLanes(driver, options);
  }

  /** No call is made any more. */
  close(): void {
    this.#lanes.close();
  }

  // Made by the first call that needs it: a fleet has thousands of drivers that make none.
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
  call<Receipt extends CallReceipt>(
    call: WireCall<Receipt>,
    scope: RequestScope,
    requestTurns: RequestScope = scope,
  ): Promise<CallResult<Receipt>> {
    return this.#lanes.during(() => this.#make(call, scope, requestTurns));
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
    const timeoutMs = this.#callTimeoutMs(scope);
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
      const attempt = await this.#attempt(call, progress, scope, timeoutMs);
      lane.release(connections);
      if (attempt.failure === undefined) {
        lane.succeeded(progress.startedAt);
        this.#renewal.succeeded(generation);
        stop.reached();
        trialOver?.();
        return progress.succeeded(attempt.receipt);
      }
      const failed = new FailedAttempt(
        attempt.failure,
        { call, scope, progress, lane, stop, generation, timeoutMs },
        { driver: this.#driver, renewal: this.#renewal, options: this.#options },
      );
      failed.note();
      if (await failed.mayUseNewCredentials()) continue;
      trialOver?.();
      const delayMs = failed.delayBeforeNext();
      if (delayMs === undefined || scope.ended !== undefined) return progress.failed(failed.giveUp(), attempt.cause);
      progress.retried(delayMs, attempt.failure.code);
      // Paced calls wait for their turn anyway; a throttled call adds no delay of its own but what the cloud asked for.
      await turns.pause(clock, delayMs);
    }
  }

  /** One attempt. Never rejects. With a receipt and a failure, the cloud has accepted the call and refused a part of it. */
  async #attempt<Receipt extends CallReceipt>(
    call: WireCall<Receipt>,
    progress: CallProgress,
    scope: RequestScope,
    timeoutMs: number,
  ): Promise<Attempt<Receipt>> {
    try {
      const receipt = await attemptCall(call.send, scope, this.#options.clock, timeoutMs, this.#driver);
      const rest = progress.accepted(receipt, call);
      return rest === undefined ? { receipt } : { receipt, failure: rest.failure };
    } catch (error) {
      const failure = explainCallError(this.#driver, error);
      progress.failedOnce(failure, isCallDeadline(error));
      return { failure, cause: causeOf(error) };
    }
  }

  #callTimeoutMs(scope: RequestScope): number {
    return scope.callTimeoutMs ?? this.#driver.callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_SECONDS * 1_000;
  }

  /** Calls a second of the quota that an operation spends, at this moment; infinite if it is not paced. */
  requestsPerSecond(operation: DriverOperation, kind: ResourceKind): number {
    return this.#lanes.of(operation, kind).requestsPerSecond;
  }

  /** Calls of that quota that wait for their turns. */
  waiting(operation: DriverOperation, kind: ResourceKind): number {
    return this.#lanes.of(operation, kind).waiting;
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

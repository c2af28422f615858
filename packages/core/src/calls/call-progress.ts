import type { CallContext } from "../driver/call-context.ts";
import type { AccountQuestion, WireOperation } from "../driver/capabilities.ts";
import type { Failure } from "../driver/failure.ts";
import type { CallReceipt } from "../driver/driver-receipts.ts";
import type { ErrorCode } from "../model/crosstag-error.ts";
import type { DriverScope, ResourceKind } from "../model/reference.ts";
import type { Clock } from "./clock.ts";
import type { CrosstagEvent } from "./crosstag-event.ts";
import type { RequestScope } from "./request-scope.ts";
import type { RetryPolicy } from "./retry-policy.ts";

/** One wire call to be made, whatever it takes. */
export interface WireCall<Receipt> {
  readonly operation: WireOperation;
  readonly kind: ResourceKind;
  /** The shape of a call that changes tags, as in `CallShape`. Absent: the main one. */
  readonly shape?: string | undefined;
  /** Resources in the call, for events. */
  readonly resources: number;
  /** Repeating it after an attempt that may have taken effect does no harm. */
  readonly repeatable: boolean;
  /** How often it is tried. Default: as the request or the engine says. */
  readonly retry?: RetryPolicy;
  /**
   * Runs before each attempt, when the quota allows it, so that what it reads is fresh when the attempt leaves. It may make
   * calls. Returns what the call comes to if nothing is to be sent. Default: nothing runs.
   */
  readonly prepare?: () => Promise<NotSent<Receipt> | undefined>;
  /** Called again for each attempt. */
  readonly send: (context: CallContext) => Promise<Receipt>;
  /**
   * Looks for failures of single resources in a success. Called once for each success, with what the call has cost so far.
   * Default: none are looked for.
   */
  readonly judge?: (receipt: Receipt, cost: CallTrace) => PartialSuccess | undefined;
}

/** Nothing is to be sent, or not again. */
export type NotSent<Receipt> =
  /** There is nothing to do. */
  { readonly receipt: Receipt } | Pick<FailedCall, "failure" | "cause" | "notMade">;

/** A success in which the cloud refused some resources. */
export interface PartialSuccess {
  /** The number of resources that it refused. */
  readonly refused: number;
  /** Resources among them for which the call is made again if the failure allows it. Absent: the call is over. */
  readonly rest?: { readonly failure: Failure; readonly resources: number };
}

/** Whether an operation is a question about the account. */
export function isAccountQuestion(operation: WireOperation): operation is AccountQuestion {
  return operation === "identify" || operation === "readQuotas";
}

/** What all events of a call say. */
type CallIdentity = Omit<Extract<CrosstagEvent, { readonly type: "call-started" }>, "type" | "attempt">;

/** What a call has cost, and what it may have done. */
export interface CallTrace {
  readonly attempts: number;
  readonly requestIds: readonly string[];
  /** An attempt may have taken effect although no success was reported. */
  readonly uncertain: boolean;
  /** An attempt may have taken effect and the cloud never said anything that could be read. */
  readonly unanswered: boolean;
}

/** A call that did not succeed. */
export interface FailedCall extends CallTrace {
  readonly ok: false;
  readonly failure: Failure;
  /** What the driver threw. */
  readonly cause?: unknown;
  /** Nothing was sent, or not again: the request had ended, or the driver's part of it had been stopped. */
  readonly notMade?: true;
}

/** How a call ended. */
export type CallResult<Receipt> = (CallTrace & { readonly ok: true; readonly receipt: Receipt }) | FailedCall;

let callNumber = 0;

/** What one call has come to so far, attempt by attempt, and the events that say so. */
export class CallProgress {
  attempts = 0;
  /** Attempts that were throttled. */
  throttles = 0;
  /** When the last attempt began, milliseconds of the clock. */
  startedAt = 0;
  /** The last attempt ended without an answer. */
  lastWasSilent = false;
  /** The last attempt succeeded for a part of its resources. */
  lastWasPartial = false;
  /** Credentials have been renewed for this call. */
  renewed = false;
  readonly #call: Omit<WireCall<unknown>, "judge">;
  readonly #scope: RequestScope;
  readonly #clock: Clock;
  readonly #provider: string;
  readonly #driverScope: () => DriverScope;
  readonly #number = (callNumber += 1);
  readonly #requestIds: string[] = [];
  #uncertain = false;
  #unanswered = false;
  /** Attempts that ended without an answer. */
  #silent = 0;
  /** The services that these attempts waited for last; undefined: the driver's own. */
  readonly #silentServices = new Set<string | undefined>();
  #identity: CallIdentity | undefined;

  constructor(
    call: Omit<WireCall<unknown>, "judge">,
    scope: RequestScope,
    clock: Clock,
    provider: string,
    driverScope: () => DriverScope,
  ) {
    this.#call = call;
    this.#scope = scope;
    this.#clock = clock;
    this.#provider = provider;
    this.#driverScope = driverScope;
  }

  /** Another attempt would do no harm. */
  get mayRepeat(): boolean {
    return this.#call.repeatable || !this.#uncertain;
  }

  /** Attempts were made, and none was answered. */
  get isSilent(): boolean {
    return this.attempts > 0 && this.#silent === this.attempts;
  }

  /**
   * The title of the service that no attempt got an answer from. Undefined: that of the driver, also if it was only in some
   * of the attempts, because an attempt of a process that stood still can end before it asks the second one.
   */
  get silentService(): string | undefined {
    return this.#silentServices.size === 1 ? [...this.#silentServices][0] : undefined;
  }

  begin(): void {
    this.attempts += 1;
    this.startedAt = this.#clock.now();
    if (this.#scope.watched) this.#scope.emit({ type: "call-started", ...this.#identify(), attempt: this.attempts });
  }

  /** The attempt leaves. */
  sent(): void {
    const { operation } = this.#call;
    if (!isAccountQuestion(operation)) this.#scope.countCall(operation);
  }

  /** The cloud has accepted the attempt. Gives the part of a success that has to be made again. */
  accepted<Receipt extends CallReceipt>(receipt: Receipt, { judge }: WireCall<Receipt>): PartialSuccess["rest"] {
    if (receipt.requestId !== undefined) this.#requestIds.push(receipt.requestId);
    const partial = judge?.(receipt, this.#trace());
    const rest = partial?.rest;
    this.lastWasSilent = false;
    this.lastWasPartial = rest !== undefined;
    if (rest?.failure.retry === "throttled") this.throttles += 1;
    this.#settled(receipt.requestId, undefined, partial?.refused);
    // The next attempt is about fewer resources.
    if (rest !== undefined) this.#identity = { ...this.#identify(), resources: rest.resources };
    return rest;
  }

  succeeded<Receipt>(receipt: Receipt): CallResult<Receipt> {
    return { ok: true, receipt, ...this.#trace() };
  }

  failedOnce({ requestId, code, applied, providerCode, retry, service }: Failure, silent: boolean): void {
    this.lastWasSilent = silent;
    this.lastWasPartial = false;
    if (silent) {
      this.#silent += 1;
      this.#silentServices.add(service);
    }
    if (requestId !== undefined) this.#requestIds.push(requestId);
    if (applied === "maybe") {
      this.#uncertain = true;
      if (providerCode === undefined) this.#unanswered = true;
    }
    if (retry === "throttled") this.throttles += 1;
    this.#settled(requestId, code);
  }

  throttled(quota: string, requestsPerSecond: number): void {
    if (!this.#scope.watched) return;
    const { attempts: attempt } = this;
    this.#scope.emit({ type: "call-throttled", ...this.#identify(), attempt, quota, requestsPerSecond });
  }

  retried(delayMs: number, code: ErrorCode): void {
    if (!this.#scope.watched) return;
    this.#scope.emit({ type: "call-retried", ...this.#identify(), attempt: this.attempts, delayMs, code });
  }

  /** No attempt was begun, or none any more. */
  notMade(failure: Failure): FailedCall {
    return { ok: false, failure, notMade: true, ...this.#trace() };
  }

  /** Nothing was sent, or not again, because of what the preparation has found. */
  endedBy<Receipt>(found: NotSent<Receipt>): CallResult<Receipt> {
    return "receipt" in found ? this.succeeded(found.receipt) : { ok: false, ...found, ...this.#trace() };
  }

  /** An attempt was begun and nothing was sent. */
  takenBack(failure: Failure): FailedCall {
    this.#settled(undefined, failure.code);
    this.attempts -= 1;
    return this.notMade(failure);
  }

  failed(failure: Failure, cause: unknown): FailedCall {
    return { ok: false, failure, cause, ...this.#trace() };
  }

  #settled(requestId?: string, code?: ErrorCode, refused?: number): void {
    if (!this.#scope.watched) return;
    this.#scope.emit({
      type: "call-settled",
      ...this.#identify(),
      attempt: this.attempts,
      durationMs: this.#clock.now() - this.startedAt,
      ...(requestId !== undefined && { requestId }),
      ...(code !== undefined && { code }),
      ...(refused !== undefined && { refused }),
    });
  }

  #trace(): CallTrace {
    const { attempts } = this;
    return { attempts, requestIds: this.#requestIds, uncertain: this.#uncertain, unanswered: this.#unanswered };
  }

  /** Created only if a listener watches. */
  #identify(): CallIdentity {
    if (this.#identity === undefined) {
      const { account, region } = this.#driverScope();
      const { operation, resources } = this.#call;
      this.#identity = {
        call: this.#number,
        provider: this.#provider,
        region,
        ...(account !== undefined && { account }),
        operation,
        resources,
      };
    }
    return this.#identity;
  }
}

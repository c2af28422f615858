import type { ErrorCode, RetryClass } from "../model/crosstag-error.ts";

/** A driver's classification of a raw error of its SDK. */
export interface Failure {
  /** The cause, as one of Crosstag's error codes. */
  readonly code: ErrorCode;
  /** Whether a retry can help. */
  readonly retry: RetryClass;
  /**
   * Whether the call took effect. `no`: the cloud refused it, or it was never sent. `maybe`: it was sent, and no reliable
   * answer came back; the engine reads the resource before it reports an outcome.
   */
  readonly applied: "no" | "maybe";
  /**
   * `resource`: one resource in the call causes the failure; the engine halves the batch to find it.
   * `call`: the same call fails for every resource.
   * `account`: every call fails until the account is fixed (overdue payments, a service that is not enabled). The
   * remaining resources of the account are not started.
   */
  readonly scope: "resource" | "call" | "account";
  /** Safe to print: written by the driver, never copied from the cloud's message. */
  readonly message: string;
  /** What to do about it, in one sentence. */
  readonly hint?: string;
  /**
   * The title of the service that failed, if it is not that of the driver, such as the token service that knows the account.
   * Default: the driver's `title`.
   */
  readonly service?: string;
  /** The cloud's id of the request, for support cases. */
  readonly requestId?: string;
  /** The cloud's own name for the error. Absent if the cloud gave no readable answer. */
  readonly providerCode?: string;
  /** The cloud answered for another resource than the requested one. Reading cannot show what was changed. Default: false. */
  readonly otherSubject?: boolean;
  /**
   * The credentials of the configured entry cause the failure, so that every cloud of the entry fails alike. The engine
   * starts no more calls of any of them in the request. Default: false.
   */
  readonly entry?: boolean;
  /**
   * Nothing was sent, because no server was reached: an unknown host, a refused connection or certificate, a proxy that
   * does not connect. After several such calls in a row, the engine starts no more calls of the driver in the request.
   * Default: false.
   */
  readonly unreachable?: boolean;
  /**
   * There were no credentials to send the call with: the service that issues them was not reached. So the calls of other accounts
   * to the same server continue. Default: false.
   */
  readonly withoutCredentials?: boolean;
  /** The wait that the cloud asks for, in milliseconds. */
  readonly retryAfterMs?: number;
}

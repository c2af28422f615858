import type { ErrorCode, RetryClass } from "../model/crosstag-error.ts";

/** What a driver makes of a raw error of its SDK. */
export interface Failure {
  readonly code: ErrorCode;
  readonly retry: RetryClass;
  /**
   * Did the call take effect? `no`: the cloud refused it or it was never sent. `maybe`: it was sent and no answer
   * that can be trusted came back; the engine reads before it says anything about the resource.
   */
  readonly applied: "no" | "maybe";
  /**
   * `resource`: one of the resources in the call is at fault; a batch is worth halving.
   * `call`: the same call fails for every resource.
   * `account`: every call fails, whatever it asks for, until somebody settles something about the account (overdue
   * payments, a service that is not enabled). What is left of the account's part is not started.
   */
  readonly scope: "resource" | "call" | "account";
  /** Safe to show: written by the driver, never copied from the cloud's message. */
  readonly message: string;
  readonly hint?: string;
  readonly requestId?: string;
  /** The cloud's own name for the error. Absent where the cloud gave no answer that could be read. */
  readonly providerCode?: string;
  /** The cloud answered for something else than was asked for; reading the resource cannot show what was changed. */
  readonly otherSubject?: boolean;
  /** How long the cloud asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

import type { Violation } from "./violation.ts";
import { fieldsOf, hasFields } from "../text/fields-of.ts";

/** The cause of a failure. Closed: a new code is a new minor version. */
export type ErrorCode =
  /** The request breaks a rule; see `violations`. Nothing was sent. */
  | "invalid-request"
  /** The adapter or the configuration cannot do this; nothing was sent. */
  | "unsupported"
  /** Configuration is missing or wrong; nothing was sent. */
  | "configuration"
  /** A confirmation is missing or does not match, or the resource has changed since it; nothing was changed. */
  | "confirmation-required"
  /** The cloud has no such resource. */
  | "not-found"
  /** The credentials lack a permission. */
  | "access-denied"
  /** Credentials are missing, wrong or expired. */
  | "unauthenticated"
  /** The cloud manages the resource; customers cannot change its tags or material. */
  | "managed-by-cloud"
  /** The resource's state does not allow it (pending deletion…). */
  | "invalid-state"
  /** Another program changed the resource after it was read. */
  | "conflict"
  /** A permanent limit is reached (tags per resource…). */
  | "limit-exceeded"
  /** The cloud refused a tag. */
  | "tag-refused"
  /** An organization's tag policy refused a tag. */
  | "policy-refused"
  /** The cloud refused the request as malformed. */
  | "refused"
  /** The request rate is above the cloud's quota. */
  | "throttled"
  /** The service failed or could not be reached. */
  | "unavailable"
  /** No answer within the time allowed. */
  | "deadline-exceeded"
  /** The caller's signal, or closing the driver, ended the request. */
  | "canceled"
  /** A fault in this software, or an answer that it cannot parse. */
  | "internal";

/** Whether trying again can help. */
export type RetryClass = "no" | "throttled" | "transient";

/** What a `CrosstagError` is created from. The fields are those of the error. */
export interface CrosstagErrorDetails {
  /** What went wrong. */
  readonly code: ErrorCode;
  /** Safe to print: no secret, no tag value, no account of another customer. */
  readonly message: string;
  /** Whether another attempt can succeed. Default: `no`. */
  readonly retry?: RetryClass;
  /** The cloud's provider, for example `aws`. */
  readonly provider?: string;
  /** The operation that failed. */
  readonly operation?: string;
  /** The resource concerned, as the caller named it. */
  readonly reference?: string;
  /** The cloud's id of the call. */
  readonly requestId?: string;
  /** The cloud's own name for the error, for searching its documentation. */
  readonly providerCode?: string;
  /** What to do about it. */
  readonly hint?: string;
  /** All problems of a refused request. Default: none. */
  readonly violations?: readonly Violation[];
  /** The raw error of the SDK. Never printed or serialized: clouds echo tag values, account ids and tokens. */
  readonly cause?: unknown;
}

const brand = Symbol.for("crosstag.error");

/**
 * Raw errors, beside the errors and not in them: `util.inspect` with `showHidden` and `%o` walk into hidden properties, too.
 * Not a private field, which would make the types of two copies of the package differ.
 */
const rawCauses = new WeakMap<object, unknown>();

/** The one error class. Recognize it with `CrosstagError.is`, which also works across two copies of the package. */
export class CrosstagError extends Error {
  /** What went wrong; decide by it, not by the message. */
  readonly code: ErrorCode;
  /** Whether another attempt can succeed. */
  readonly retry: RetryClass;
  /** The cloud's provider, for example `aws`. Undefined if the error does not come from one cloud. */
  readonly provider: string | undefined;
  /** The operation that failed, for example `tagResource` or `writeTags`. */
  readonly operation: string | undefined;
  /** The full name of the resource. Undefined if the error is about the whole request. */
  readonly reference: string | undefined;
  /** The cloud's id of the call, for support cases. Undefined if it gave none. */
  readonly requestId: string | undefined;
  /** The cloud's own code, for example `NotFoundException`. Undefined if it gave none. */
  readonly providerCode: string | undefined;
  /** What to do about it, in one or two sentences. */
  readonly hint: string | undefined;
  /** All problems of a refused request; empty for other errors. */
  readonly violations: readonly Violation[];

  constructor(details: CrosstagErrorDetails) {
    super(details.message);
    this.name = "CrosstagError";
    this.code = details.code;
    this.retry = details.retry ?? "no";
    this.provider = details.provider;
    this.operation = details.operation;
    this.reference = details.reference;
    this.requestId = details.requestId;
    this.providerCode = details.providerCode;
    this.hint = details.hint;
    this.violations = details.violations ?? [];
    if (details.cause !== undefined) rawCauses.set(this, details.cause);
    Object.defineProperty(this, brand, { value: true, enumerable: false });
  }

  /** Whether a value is a `CrosstagError`, also one of another copy of this package. */
  static is(value: unknown): value is CrosstagError {
    return typeof value === "object" && hasFields(value) && value[brand] === true;
  }

  /** Public fields only, for logs and machine-readable output. */
  toJSON(): Record<string, unknown> {
    return {
      code: this.code,
      message: this.message,
      retry: this.retry,
      ...(this.provider !== undefined && { provider: this.provider }),
      ...(this.operation !== undefined && { operation: this.operation }),
      ...(this.reference !== undefined && { reference: this.reference }),
      ...(this.requestId !== undefined && { requestId: this.requestId }),
      ...(this.providerCode !== undefined && { providerCode: this.providerCode }),
      ...(this.hint !== undefined && { hint: this.hint }),
      ...(this.violations.length > 0 && { violations: this.violations }),
    };
  }
}

const rawCause = Symbol.for("crosstag.error.raw-cause");

/** A method, which inspecting does not call; so that `rawCauseOf` of another copy of the package finds the cause, too. */
Object.defineProperty(CrosstagError.prototype, rawCause, {
  value(this: object): unknown {
    return rawCauses.get(this);
  },
});

/**
 * The raw error of the cloud's SDK behind an error, for debugging with care: it can hold tag values, account ids
 * and, with one SDK, a security token. It is not in `error.cause`, because `console.log` prints that whole.
 */
export function rawCauseOf(error: unknown): unknown {
  if (!CrosstagError.is(error)) return undefined;
  const reveal = fieldsOf(error)[rawCause];
  return typeof reveal === "function" ? reveal.call(error) : undefined;
}

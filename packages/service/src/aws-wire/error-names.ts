import type { CrosstagError, ErrorCode } from "@crosstag/core";
import { textsForCallers } from "../http/without-folders.ts";
import type { ErrorNames } from "./aws-wire-options.ts";
import { WireError } from "./wire-error.ts";

/** AWS's name for a code of Crosstag. */
interface WireName {
  readonly name: string;
  /** Names that a cloud with AWS's protocol gives for the same code, and that say more. */
  readonly also?: readonly string[];
  readonly status?: WireError["status"];
}

/**
 * AWS sends every error with 400, except what is the fault of the service itself and can be retried. Names as in the API
 * reference of AWS KMS (verified 2026-11-22).
 */
const NAMES: Readonly<Record<ErrorCode, WireName>> = {
  "invalid-request": { name: "ValidationException" },
  unsupported: { name: "UnsupportedOperationException" },
  // The service's own credentials and configuration, which the caller cannot correct.
  configuration: { name: "KMSInternalException", status: 500 },
  unauthenticated: { name: "KMSInternalException", status: 500 },
  "confirmation-required": { name: "KMSInvalidStateException" },
  "not-found": { name: "NotFoundException" },
  "access-denied": { name: "AccessDeniedException" },
  "managed-by-cloud": { name: "AccessDeniedException" },
  "invalid-state": { name: "KMSInvalidStateException", also: ["UnsupportedOperationException", "DisabledException"] },
  conflict: { name: "ConflictException" },
  "limit-exceeded": { name: "LimitExceededException" },
  "tag-refused": { name: "TagException" },
  "policy-refused": { name: "TagException" },
  refused: { name: "ValidationException", also: ["InvalidArnException"] },
  throttled: { name: "ThrottlingException" },
  unavailable: { name: "KMSInternalException", also: ["DependencyTimeoutException"], status: 500 },
  "deadline-exceeded": { name: "DependencyTimeoutException", status: 503 },
  canceled: { name: "DependencyTimeoutException", status: 503 },
  internal: { name: "KMSInternalException", status: 500 },
};

/** An error of an operation, with AWS's name for its code and with what to do. */
export function toWireError(error: CrosstagError): WireError {
  // Not the cloud has refused credentials, but the service its caller.
  if (error.code === "unauthenticated" && error.provider === undefined)
    return new WireError("UnrecognizedClientException", textOf(error));
  const { name, also = [], status } = NAMES[error.code];
  const own = error.providerCode;
  const chosen = own !== undefined && also.includes(own) ? own : name;
  return new WireError(chosen, textOf(error), chosen === "DependencyTimeoutException" ? 503 : status);
}

/** What is wrong and what to do, for the message of an answer. */
export function textOf(error: CrosstagError): string {
  const { message, hint } = textsForCallers(error);
  return hint === undefined ? message : `${message} ${hint}`;
}

const OPERATIONS_OF_TAGS: ReadonlySet<string> = new Set(["TagResource", "UntagResource"]);

/** The name of an error as a client of the service expects it. QKMS's pages name two of them otherwise (verified 2026-11-22). */
export function errorNameFor(names: ErrorNames, operation: string, name: string): string {
  if (names === "aws" || !OPERATIONS_OF_TAGS.has(operation)) return name;
  if (name === "NotFoundException") return "KMSNotFoundException";
  return name === "LimitExceededException" ? "TooManyTagsException" : name;
}

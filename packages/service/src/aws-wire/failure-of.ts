import { CrosstagError, type ErrorCode } from "@crosstag/core";
import { WireError } from "./wire-error.ts";

/** Codes of the refusals that are made here. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  MissingAuthenticationTokenException: "unauthenticated",
  IncompleteSignatureException: "unauthenticated",
  InvalidSignatureException: "unauthenticated",
  UnrecognizedClientException: "unauthenticated",
  AccessDeniedException: "access-denied",
  NotFoundException: "not-found",
  KMSInvalidStateException: "invalid-state",
  LimitExceededException: "limit-exceeded",
  TagException: "tag-refused",
  ThrottlingException: "throttled",
  KMSInternalException: "unavailable",
};

/** What a request failed with, as the log and the spans of the service take it. */
export function failureOf(error: unknown): unknown {
  if (!(error instanceof WireError)) return error;
  const { name, message } = error;
  return new CrosstagError({ code: CODES[name] ?? "invalid-request", message, providerCode: name });
}

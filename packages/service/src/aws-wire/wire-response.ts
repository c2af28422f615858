import { CrosstagError } from "@crosstag/core";
import { ServiceError } from "../http/service-error.ts";
import type { ErrorNames } from "./aws-wire-options.ts";
import { errorNameFor, toWireError } from "./error-names.ts";
import { WireError } from "./wire-error.ts";
import { CONTENT_TYPE, operationIn } from "./wire-request.ts";
import type { WireAnswer } from "./wire-operation.ts";

/** Whose names an answer has, and the service's own id of its request. */
export interface AnswerStyle {
  readonly errorNames: ErrorNames;
  readonly requestId: string;
}

/** The answer of an operation. */
export function wireResponse(fields: WireAnswer, { errorNames, requestId }: AnswerStyle): Response {
  // An operation without an answer: AWS sends no body, QKMS an empty object.
  const empty = errorNames === "aws" ? "" : "{}";
  return new Response(fields === undefined ? empty : JSON.stringify(fields), { headers: headersOf(requestId) });
}

/** The answer of a request that failed. Nothing is taken from an error of an unknown class: its text may be a cloud's. */
export function wireErrorResponse(error: unknown, request: Request, { errorNames, requestId }: AnswerStyle): Response {
  const { name, message, status } = wireErrorOf(error);
  const body = JSON.stringify({ __type: errorNameFor(errorNames, operationIn(request), name), message });
  const own = error instanceof ServiceError ? error.headers : {};
  return new Response(body, { status, headers: { ...own, ...headersOf(requestId) } });
}

function wireErrorOf(error: unknown): WireError {
  if (error instanceof WireError) return error;
  if (CrosstagError.is(error)) return toWireError(error);
  return new WireError("KMSInternalException", "The service failed. Its log has more under the same id.", 500);
}

function headersOf(requestId: string): Readonly<Record<string, string>> {
  return { "Content-Type": CONTENT_TYPE, "x-amzn-RequestId": requestId };
}

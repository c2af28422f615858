import type { Failure } from "@crosstag/core/driver";
import {
  type CredentialOrigin,
  foreignAnswerFailure,
  HttpTransportError,
  isBeforeSending,
  networkCodeOf,
  noAnswerInTime,
  sharedFailure,
  TokenServiceError,
  transportFailure,
  unknownFailure,
} from "@crosstag/driver-kit";
import { explainDenial } from "./denial.ts";
import { ForeignAnswerError } from "./foreign-answer-error.ts";
import { KMS_ERRORS } from "./kms-errors.ts";
import {
  clockCorrected,
  type Meaning,
  policyRefused,
  type ServiceErrors,
  sessionExpired,
  unauthenticated,
} from "./service-errors.ts";
import { STS_ERRORS } from "./sts-errors.ts";
import { UnexpectedAnswerError } from "./unexpected-answer-error.ts";
import { fieldsOf } from "@crosstag/core/internal";

/** The fields of errors of the SDK and of Node. Anything can be thrown, so none of them is certain. */
interface RawError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: {
    readonly httpStatusCode?: unknown;
    readonly requestId?: unknown;
    readonly clockSkewCorrected?: unknown;
  };
  readonly headers?: Readonly<Record<string, unknown>>;
}

function rawErrorOf(error: unknown): RawError {
  const { name, message, code, $fault, $metadata, $response } = fieldsOf(error);
  const { httpStatusCode, requestId, clockSkewCorrected } = fieldsOf($metadata);
  return {
    name,
    message,
    code,
    $fault,
    $metadata: { httpStatusCode, requestId, clockSkewCorrected },
    headers: fieldsOf(fieldsOf($response)["headers"]),
  };
}

/**
 * Explains an error of a call to the engine.
 * The messages are Crosstag's own: those of the cloud repeat tags and account ids.
 * @param service the errors of the service that was called. Default: those of AWS KMS
 */
export function classifyFailure(
  error: unknown,
  origin: CredentialOrigin = {},
  service: ServiceErrors = KMS_ERRORS,
): Failure {
  if (error instanceof TokenServiceError)
    return { ...classifyFailure(error.cause, origin, STS_ERRORS), service: STS_ERRORS.title };
  const shared = sharedFailure(error, service.title);
  if (shared !== undefined) return shared;
  if (error instanceof ForeignAnswerError) {
    // local-kms answers so to operations that it does not have (verified 2026-11-22).
    const meaning = error.status === 501 ? service.notImplemented : foreignAnswer(error.status, service);
    return failure(meaning, {}, error.requestId);
  }
  if (error instanceof UnexpectedAnswerError) {
    const { message, hint, otherSubject } = error;
    const meaning = failure(unexpected(message, hint), {}, error.requestId);
    return otherSubject ? { ...meaning, otherSubject } : meaning;
  }
  const raw = rawErrorOf(error);
  const known = namedMeaning(raw, service) ?? clientSideMeaning(raw, service) ?? unnamedMeaning(raw, service);
  const meaning = withOrigin(known, origin);
  return failure(meaning, raw, raw.$metadata?.requestId);
}

function withOrigin(meaning: Meaning, { source, renewalHint }: CredentialOrigin): Meaning {
  if (meaning === sessionExpired && renewalHint !== undefined) return { ...meaning, hint: renewalHint };
  if (meaning !== unauthenticated || source === undefined) return meaning;
  return { ...meaning, message: `AWS does not accept the credentials (source: ${source}).` };
}

/** Not transient: the same call would get the same answer. */
function unexpected(message: string, hint: string | undefined): Meaning {
  return { code: "internal", applied: "maybe", scope: "resource", message, ...(hint !== undefined && { hint }) };
}

function foreignAnswer(status: number, { title }: ServiceErrors): Meaning {
  return foreignAnswerFailure({ status, cloud: title });
}

/** The meaning of the error code; some codes have several, which only the text distinguishes. */
function namedMeaning(
  { name, message, $fault, $metadata, headers }: RawError,
  service: ServiceErrors,
): Meaning | undefined {
  if (typeof name !== "string") return undefined;
  if ($metadata?.clockSkewCorrected === true && $fault !== undefined) return clockCorrected(aheadOf(headers));
  const text = typeof message === "string" ? message : "";
  if (isPolicyRefusal(name, text)) return policyRefused;
  const meaning = service.byText(name, text) ?? service.byName.get(name);
  return meaning?.code === "access-denied" && (meaning.scope ?? "resource") === "resource"
    ? { ...meaning, ...explainDenial(text, service) }
    : meaning;
}

function isPolicyRefusal(name: string, text: string): boolean {
  const mayName =
    /^(?:TagException|ValidationException|Invalid(?:Parameter|Request)Exception|AccessDenied(?:Exception)?)$/.test(
      name,
    );
  return name.startsWith("TagPolicy") || (mayName && /\btag policy\b/i.test(text));
}

/** Errors of the SDK or Node: without an answer, or with one that cannot be read. */
function clientSideMeaning(
  { name, message, code, $fault, $metadata }: RawError,
  service: ServiceErrors,
): Meaning | undefined {
  // The SDK finds credentials before it sends; its signer throws a plain Error for incomplete ones.
  if (
    /^(?:Credentials|Token)ProviderError$/.test(String(name)) ||
    (name === "Error" && String(message).startsWith("Resolved credential object"))
  ) {
    return {
      code: "unauthenticated",
      scope: "call",
      message: "No credentials for AWS were found.",
      hint: "Set them in the environment, name a profile, renew the session, or use a role of this computer.",
    };
  }
  // Other errors of the SDK about an answer: it is not JSON, or its types are not those of the operation.
  if ($fault === undefined && typeof $metadata?.httpStatusCode === "number") {
    const { httpStatusCode: status } = $metadata;
    if (status !== 200 || name === "SyntaxError") return foreignAnswer(status, service);
    return unexpected(
      `The answer is not as ${service.title} documents it: a field is of another type.`,
      "Check the endpoint: another server, or another version of the service, may have answered.",
    );
  }
  if (name === "EndpointError") {
    return {
      code: "configuration",
      scope: "call",
      message: "The settings of the AWS SDK give no endpoint.",
      hint: "Check the region; an endpoint (AWS_ENDPOINT_URL, endpoint_url of the profile) together with FIPS or dual-stack is refused: set AWS_USE_FIPS_ENDPOINT=false and AWS_USE_DUALSTACK_ENDPOINT=false, or remove the endpoint.",
    };
  }
  if (name === "AbortError" || name === "TimeoutError") {
    return noAnswerInTime(service.title, "maybe");
  }
  const networkCode = $fault === undefined ? networkCodeOf({ code }) : undefined;
  if (networkCode === undefined) return undefined;
  const sent = isBeforeSending(networkCode) ? "no" : "maybe";
  return transportFailure(new HttpTransportError("network", sent, { networkCode }), service.title);
}

/** By status, for an error without a known code: an answer of a gateway, an error of a later version. */
function unnamedMeaning({ name, $fault, $metadata }: RawError, service: ServiceErrors): Meaning {
  const status = typeof $metadata?.httpStatusCode === "number" ? $metadata.httpStatusCode : undefined;
  if (status === 429) return service.throttling;
  if (status !== undefined && status >= 400) {
    if (!isNamed(name, $fault)) return foreignAnswer(status, service);
    return status >= 500 ? service.fault : service.refusal;
  }
  return unknownFailure("AWS");
}

function failure(meaning: Meaning, { name, $fault, headers }: RawError, requestId: unknown): Failure {
  const retryAfterMs = retryAfter(headers);
  return {
    retry: "no",
    applied: "no",
    scope: "resource",
    ...meaning,
    ...(typeof requestId === "string" && /^[\w-]{1,128}$/.test(requestId) && { requestId }),
    ...(isNamed(name, $fault) && { providerCode: name }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

/** The service gave a code. The SDK reports an answer without a code, such as a gateway's empty one, as `Unknown`. */
function isNamed(name: unknown, fault: unknown): name is string {
  return fault !== undefined && typeof name === "string" && /^(?!Unknown$|UnknownError$)[A-Za-z]{1,64}$/.test(name);
}

/** How far the clock of AWS is ahead, milliseconds. */
function aheadOf(headers: Readonly<Record<string, unknown>> | undefined): number | undefined {
  const date = headers?.["date"];
  return typeof date === "string" ? Date.parse(date) - Date.now() : undefined;
}

/** Milliseconds, from `retry-after` (seconds) or `x-amz-retry-after` (milliseconds). AWS KMS documents neither. */
function retryAfter(headers: Readonly<Record<string, unknown>> | undefined): number | undefined {
  const milliseconds = Number(headers?.["x-amz-retry-after"] ?? Number.NaN);
  const value = Number.isNaN(milliseconds) ? Number(headers?.["retry-after"] ?? Number.NaN) * 1000 : milliseconds;
  return value > 0 && value <= 300_000 ? value : undefined;
}

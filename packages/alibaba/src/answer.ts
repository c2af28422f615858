import { AlibabaCallError } from "./call-error.ts";
import { readDenial } from "./denial.ts";
import type { HttpAnswer } from "@crosstag/driver-kit/http";

/** The largest answer of Alibaba Cloud KMS, a page of 200 tags, is below 100 KB. Parsing more takes seconds. */
const MOST_CHARACTERS = 1024 * 1024;

/** A success of Alibaba Cloud KMS. */
export interface Answer {
  /** The service's id of the request. */
  readonly requestId: string;
  /** HTTP status. */
  readonly status: number;
  /** The fields of the answer. */
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Reads an answer. A success is an object with status 200, a request id and no error code: a proxy's `{}`, a 202 or a
 * redirect is not one. A refusal is an object with a code. `resources`: the number of resources in the call.
 * @throws AlibabaCallError `refused`, or `unreadable` for any other answer
 */
export function readAnswer({ status, headers, body: bytes }: HttpAnswer, resources: number): Answer {
  const body = parseObject(bytes.toString());
  const requestId = safeIdentifier(body?.["RequestId"]);
  const code = safeIdentifier(body?.["Code"]);
  if (status === 200 && body !== undefined && requestId !== undefined && (body["Code"] ?? "") === "")
    return { requestId, status, body };

  const knownId = requestId ?? safeIdentifier(headers["x-acs-request-id"]);
  const identified = knownId === undefined ? {} : { requestId: knownId };
  if ((status !== 200 && status < 400) || code === undefined)
    throw new AlibabaCallError({ kind: "unreadable", status, ...identified });

  throw new AlibabaCallError({
    kind: "refused",
    status,
    code,
    resources,
    ...identified,
    ...refusalDetails(body, headers),
  });
}

/** What a refusal says beside its code. */
function refusalDetails(body: Answer["body"] | undefined, headers: HttpAnswer["headers"]) {
  const detail = body?.["AccessDeniedDetail"];
  const retryAfterMs = Number(headers["x-acs-retry-after"] ?? Number.NaN);
  return {
    ...(isObject(detail) && { denial: readDenial(detail) }),
    // A longer time is not a request to try again.
    ...(retryAfterMs >= 0 && retryAfterMs <= 300_000 && { retryAfterMs }),
  };
}

/** The error for an answer that is not as documented. `what`: what it contains. */
export function malformed({ requestId }: Answer, what: string): AlibabaCallError {
  return new AlibabaCallError({ kind: "malformed", requestId, what });
}

/** A JSON object, not an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.length > MOST_CHARACTERS || !/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Codes and request ids are printed and logged, so they must look like identifiers. */
function safeIdentifier(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:-]{1,128}$/.test(value) ? value : undefined;
}

import { AlibabaCallError } from "./call-error.ts";
import { readDenial } from "./denial.ts";
import type { HttpAnswer } from "./http-transport.ts";

/** The largest answer of KMS, a page of 200 tags, is below 100 KB. Parsing megabytes of brackets takes seconds. */
const MOST_CHARACTERS = 1024 * 1024;

/** What KMS said, once it is certain that KMS said it. */
export interface Answer {
  readonly requestId: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Only an object with a request id and without an error code counts as success, and only with status 200 (a proxy's `{}`,
 * a 202 or a redirect does not); only one with a code as a refusal.
 * @throws AlibabaCallError `refused` or `unreadable`
 */
export function readAnswer({ status, headers, body: text }: HttpAnswer, resources: number): Answer {
  const body = parseObject(text);
  const requestId = safeIdentifier(body?.["RequestId"]);
  const code = safeIdentifier(body?.["Code"]);
  if (status === 200 && body !== undefined && requestId !== undefined && (body["Code"] ?? "") === "")
    return { requestId, status, body };

  const knownId = requestId ?? safeIdentifier(headers["x-acs-request-id"]);
  const identified = knownId === undefined ? {} : { requestId: knownId };
  if ((status !== 200 && status < 400) || code === undefined)
    throw new AlibabaCallError({ kind: "unreadable", status, ...identified });

  const detail = body?.["AccessDeniedDetail"];
  const retryAfterMs = Number(headers["x-acs-retry-after"] ?? Number.NaN);
  throw new AlibabaCallError({
    kind: "refused",
    status,
    code,
    resources,
    ...identified,
    ...(isObject(detail) && { denial: readDenial(detail) }),
    // Nobody who means to be asked again says more than minutes.
    ...(retryAfterMs >= 0 && retryAfterMs <= 300_000 && { retryAfterMs }),
  });
}

/** An answer that is well-formed but is not what the operation's documentation promises: `what` it holds. */
export function malformed({ requestId }: Answer, what: string): AlibabaCallError {
  return new AlibabaCallError({ kind: "malformed", requestId, what });
}

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

/** Codes and request ids are shown to people and written to logs: nothing else may come in by their name. */
function safeIdentifier(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w.:-]{1,128}$/.test(value) ? value : undefined;
}

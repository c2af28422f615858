import { AlibabaCallError } from "./call-error.ts";
import type { HttpAnswer } from "./http-transport.ts";

/** What KMS said, once it is certain that KMS said it. */
export interface Answer {
  readonly requestId: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Only an object with a request id counts as success (a proxy's `{}` or a redirect does not), only one with a code as a refusal.
 * @throws AlibabaCallError `refused` or `unreadable`
 */
export function readAnswer({ status, headers, body: text }: HttpAnswer, resources: number): Answer {
  const body = parseObject(text);
  const requestId = safeIdentifier(body?.["RequestId"]);
  if (status >= 200 && status < 300 && body !== undefined && requestId !== undefined)
    return { requestId, status, body };

  const knownId = requestId ?? safeIdentifier(headers["x-acs-request-id"]);
  const identified = knownId === undefined ? {} : { requestId: knownId };
  const code = safeIdentifier(body?.["Code"]);
  if (status < 400 || code === undefined) throw new AlibabaCallError({ kind: "unreadable", status, ...identified });

  const retryAfterMs = Number(headers["x-acs-retry-after"] ?? Number.NaN);
  throw new AlibabaCallError({
    kind: "refused",
    status,
    code,
    resources,
    ...identified,
    // Nobody who means to be asked again says more than minutes.
    ...(retryAfterMs >= 0 && retryAfterMs <= 300_000 && { retryAfterMs }),
  });
}

/** An answer that is well-formed but lacks what the operation's documentation promises. */
export function unreadable({ status, requestId }: Answer): AlibabaCallError {
  return new AlibabaCallError({ kind: "unreadable", status, requestId });
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
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

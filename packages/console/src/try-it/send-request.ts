import type { LoggedRequest, SignedRequest, TryItTarget } from "./target.ts";

/** The longest wait for an answer, milliseconds. */
const TIME_LIMIT_MS = 30_000;

/** What a page shows of a request and its answer. */
export interface TryItAnswer {
  readonly live: boolean;
  readonly request: Readonly<{ method: "POST"; url: string; headers: Readonly<Record<string, string>>; body: string }>;
  readonly response: Readonly<{ status: number; headers: Readonly<Record<string, string>>; body: string }>;
  readonly requestId?: string | undefined;
  /** From the first byte sent to the last received. */
  readonly milliseconds: number;
  /** What the log of the local cloud has of the request. */
  readonly logged?: LoggedRequest | undefined;
}

/** A request as a page asks for it. */
export interface TryItRequest {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Makes the local cloud refuse this request as one too many. */
  readonly throttled?: boolean | undefined;
}

/**
 * Signs a request, sends it once and returns the answer, whatever its status. Neither has a signature or a credential.
 * @throws TypeError, DOMException if no answer came
 */
export async function sendRequest(target: TryItTarget, asked: TryItRequest, now: () => number): Promise<TryItAnswer> {
  const signed = await target.sign(asked.operation, asked.parameters);
  const removeFault = asked.throttled === true ? target.throttle?.(asked.operation) : undefined;
  try {
    return await exchange(target, signed, now);
  } finally {
    removeFault?.();
  }
}

async function exchange(target: TryItTarget, { url, headers, body }: SignedRequest, now: () => number) {
  const { host: _, ...sent } = headers;
  const startedAt = now();
  const response = await fetch(url, {
    method: "POST",
    headers: sent,
    body,
    redirect: "error",
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  });
  const text = await response.text();
  const milliseconds = Math.round(now() - startedAt);
  const requestId = requestIdOf(response.headers, text);
  const logged = requestId === undefined ? undefined : target.logged?.(requestId);
  return {
    live: target.live,
    request: { method: "POST" as const, url, headers: shownHeaders(sent), body },
    response: {
      status: response.status,
      headers: shownAnswerHeaders(response.headers),
      body: withoutCredentials(text, headers),
    },
    ...(requestId !== undefined && { requestId }),
    milliseconds,
    ...(logged !== undefined && { logged }),
  };
}

/** Headers that prove who sends a request, or that identify the credentials. */
const PRIVATE = new Set(["authorization", "x-amz-security-token", "x-acs-security-token", "x-tc-token"]);
const NOT_SHOWN = "(not shown)";

function shownHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, PRIVATE.has(name) ? NOT_SHOWN : value]),
  );
}

const ANSWER_HEADERS = ["content-type", "x-amzn-requestid", "x-amzn-errortype", "x-acs-request-id", "date"];

function shownAnswerHeaders(headers: Headers): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ANSWER_HEADERS.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** A cloud that refuses a signature can repeat it, and with it the session token. */
function withoutCredentials(text: string, headers: Readonly<Record<string, string>>): string {
  const secrets = [...PRIVATE].flatMap((name) => headers[name] ?? []);
  const signatures = secrets.flatMap(
    (value) => /Signature=(?<signature>[0-9a-f]+)/.exec(value)?.groups?.["signature"] ?? [],
  );
  return [...secrets, ...signatures].reduce((shown, secret) => shown.replaceAll(secret, NOT_SHOWN), text);
}

function requestIdOf(headers: Headers, text: string): string | undefined {
  const id = headers.get("x-amzn-requestid") ?? headers.get("x-acs-request-id");
  // In the bodies of Alibaba Cloud and Tencent Cloud.
  return id ?? /"RequestId"\s*:\s*"(?<id>[^"]+)"/.exec(text)?.groups?.["id"];
}

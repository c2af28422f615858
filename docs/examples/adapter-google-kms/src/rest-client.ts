import type { CallContext } from "@crosstag/core/driver";

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;
/** Returns an OAuth access token. It is called for each request, so that it can return a new one when the last expires. */
export type TokenSource = (signal: AbortSignal) => string | undefined | Promise<string | undefined>;

/** There is no access token. */
export class NoTokenError extends Error {}
/** An answer that is not one of the API: of a proxy, cut off, or about something else. */
export class UnreadableError extends Error {}
/** The cloud refused a call. Its own message is left out: it repeats names and values. */
export class RefusedError extends Error {
  readonly httpStatus: number;
  /** The cloud's code: `NOT_FOUND`. */
  readonly status: string;

  constructor(httpStatus: number, status: string) {
    super(`The cloud answered with ${httpStatus} ${status}.`);
    this.httpStatus = httpStatus;
    this.status = status;
  }
}

/** Sends a request exactly once: `fetch` does not repeat any. */
export type Send = (method: "GET" | "PATCH" | "POST", path: string, context: CallContext, body?: Json) => Promise<Json>;

/** Makes the function that sends requests to an endpoint. */
export function restClient(endpoint: string, tokens: TokenSource): Send {
  return async (method, path, { signal }, body) => {
    signal.throwIfAborted();
    const token = await tokens(signal);
    if (!token) throw new NoTokenError("There is no access token.");
    const response = await fetch(`${endpoint}/v1/${path}`, {
      method,
      signal,
      redirect: "manual",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = objectIn(parseJson(await response.text()));
    if (response.ok) return answer;
    const { status } = objectIn(answer["error"]);
    if (typeof status !== "string") throw new UnreadableError("The error has no code.");
    throw new RefusedError(response.status, status);
  };
}

/** The object; an `UnreadableError` if a value is not one. */
export function objectIn(value: unknown): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new UnreadableError("The answer is not an object.");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableError("The answer is not JSON.");
  }
}

import { fieldsOf } from "@crosstag/core/internal";

/** Codes for a connection that was not made: the service has not received the request. */
const NOT_CONNECTED: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/** Codes for a connection that failed later: the service may have received the request. */
const INTERRUPTED: ReadonlySet<string> = new Set(["ECONNRESET", "ECONNABORTED", "EPIPE", "ETIMEDOUT"]);

/** The code of undici for connections that this program has closed. */
export const CLOSED_CODE = "UND_ERR_DESTROYED";

/** Whether a code of undici says that its connections were closed by this program. */
export function isClosedCode(code: string | undefined): boolean {
  return code === CLOSED_CODE || code === "UND_ERR_CLOSED";
}

/** Whether a code of Node is about a connection. */
export function isNetworkCode(code: string): boolean {
  return NOT_CONNECTED.has(code) || INTERRUPTED.has(code);
}

/**
 * The code of an error of Node, OpenSSL or undici; undefined if it has none that can be shown. A host with several
 * addresses causes one error for all of them: then the code of the first.
 */
export function networkCodeOf(error: unknown): string | undefined {
  const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const { code } = fieldsOf(one);
  return typeof code === "string" && /^[A-Z0-9_]{1,64}$/.test(code) ? code : undefined;
}

/** Whether a code is about a certificate, by the names of Node and OpenSSL. */
export function isCertificateProblem(code: string): boolean {
  return /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_)/.test(code);
}

/** Whether a code shows that nothing was sent: no connection, or a certificate that was refused. */
export function isBeforeSending(code: string): boolean {
  return NOT_CONNECTED.has(code) || isCertificateProblem(code);
}

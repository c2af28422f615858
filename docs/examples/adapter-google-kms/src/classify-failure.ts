import type { Failure } from "@crosstag/core/driver";
import { NoTokenError, RefusedError, UnreadableError } from "./rest-client.ts";

type Explanation = Pick<Failure, "code" | "scope" | "message"> & Partial<Failure>;

/** By `error.status` of an answer (google.rpc.Code). Texts are the adapter's own. */
const EXPLANATIONS = new Map<string, Explanation>([
  ["NOT_FOUND", { code: "not-found", scope: "resource", message: "The key or its version does not exist." }],
  ["FAILED_PRECONDITION", { code: "invalid-state", scope: "resource", message: "The version's state forbids it." }],
  ["INVALID_ARGUMENT", { code: "refused", scope: "resource", message: "The cloud refused the request." }],
  ["ABORTED", { code: "conflict", scope: "resource", message: "Another call changes the key.", retry: "transient" }],
  ["PERMISSION_DENIED", { code: "access-denied", scope: "resource", message: "The caller lacks a permission." }],
  ["UNAUTHENTICATED", { code: "unauthenticated", scope: "call", message: "The cloud refused the access token." }],
  ["RESOURCE_EXHAUSTED", { code: "throttled", scope: "call", message: "The quota is used up.", retry: "throttled" }],
]);
const NO_TOKEN: Explanation = {
  code: "unauthenticated",
  scope: "call",
  message: "There is no access token for Google Cloud.",
  hint: "Set GOOGLE_OAUTH_ACCESS_TOKEN to the output of `gcloud auth print-access-token`.",
};
/** Codes of errors that Node raises before anything is sent. */
const NEVER_SENT = new Set<unknown>(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Explains what a method of the driver threw. Never throws itself. */
export function classifyFailure(error: unknown): Failure {
  if (error instanceof NoTokenError) return { retry: "no", applied: "no", ...NO_TOKEN };
  if (error instanceof RefusedError) return explainRefusal(error);
  if (error instanceof UnreadableError) return unanswered("unavailable", "The answer cannot be read.");
  const name = error instanceof Error ? error.name : "";
  if (name === "AbortError") return { ...unanswered("canceled", "The call was canceled."), retry: "no" };
  if (name === "TimeoutError") return unanswered("deadline-exceeded", "The cloud did not answer in time.");
  // `fetch` rejects with a TypeError, whose cause is the error of the connection.
  const cause = error instanceof TypeError ? error.cause : undefined;
  if (!(cause instanceof Error)) return { ...unanswered("internal", "Something unexpected happened."), retry: "no" };
  if ("code" in cause && NEVER_SENT.has(cause.code))
    return { ...unanswered("unavailable", "The cloud cannot be reached."), applied: "no", unreachable: true };
  return unanswered("unavailable", "The connection ended before the answer.");
}

function explainRefusal({ status, httpStatus }: RefusedError): Failure {
  const known = EXPLANATIONS.get(status);
  // A server that fails may have carried out the call.
  if (known === undefined && httpStatus >= 500) return unanswered("unavailable", "The service failed.");
  const other: Explanation = { code: "refused", scope: "call", message: "The cloud refused the call." };
  return { retry: "no", applied: "no", providerCode: status, ...(known ?? other) };
}

/** Whether the call took effect is not known: the engine reads before it reports an outcome. */
function unanswered(code: Failure["code"], message: string): Failure {
  return { code, retry: "transient", applied: "maybe", scope: "call", message };
}

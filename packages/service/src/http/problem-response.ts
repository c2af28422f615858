import { CrosstagError } from "@crosstag/core";
import { problemOf } from "./problem-of.ts";
import { ServiceError } from "./service-error.ts";

/** Seconds after which a throttled caller can try again, if nothing better is known. */
const RETRY_AFTER_SECONDS = "1";

/** Answers an error as `application/problem+json`. */
export function problemResponse(error: unknown, requestId: string): Response {
  const problem = problemOf(error, requestId);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "Content-Type": "application/problem+json", ...headersOf(error) },
  });
}

function headersOf(error: unknown): Readonly<Record<string, string>> {
  const own = error instanceof ServiceError ? error.headers : {};
  const isThrottled = CrosstagError.is(error) && error.code === "throttled";
  return isThrottled ? { "Retry-After": RETRY_AFTER_SECONDS, ...own } : own;
}

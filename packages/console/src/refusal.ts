import { randomUUID } from "node:crypto";
import type { Context } from "hono";

/** A refusal of the console itself, in the form of the service's problems. */
export function refusal(
  context: Context,
  status: 401 | 403 | 404 | 405,
  code: "access-denied" | "unauthenticated" | "not-found" | "unsupported",
  detail: string,
  hint?: string,
): Response {
  const problem = {
    type: "about:blank",
    title: code,
    status,
    detail,
    instance: randomUUID(),
    code,
    retry: "no",
    ...(hint !== undefined && { hint }),
  };
  return context.body(JSON.stringify(problem), status, {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
  });
}

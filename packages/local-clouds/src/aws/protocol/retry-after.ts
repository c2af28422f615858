import type { Answer, CloudError } from "../../server/cloud.ts";

/** Adds `Retry-After` to the refusal of too many requests; 0: no such header. */
export function withRetryAfter(answer: Answer, { code }: CloudError, seconds: number): Answer {
  if (code !== "ThrottlingException" || seconds === 0) return answer;
  return { ...answer, headers: { ...answer.headers, "Retry-After": String(seconds) } };
}

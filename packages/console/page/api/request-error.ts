import { jsonOf } from "@crosstag/core/internal";
import { problem } from "@crosstag/operations";
import type { z } from "zod";

/** A problem as the service describes it. */
export type Problem = z.output<typeof problem>;

/** A request that was refused, or had no usable answer. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  /** Absent: the service did not answer, or not with a problem. */
  readonly problem: Problem | undefined;

  constructor(message: string, details?: Problem) {
    super(message);
    this.problem = details;
  }
}

/** The error of an answer that is not a success. */
export async function errorOf(response: Response): Promise<RequestError> {
  const text = await response.text().catch(() => "");
  const parsed = problem.safeParse(jsonOf(text));
  return parsed.success
    ? new RequestError(parsed.data.detail, parsed.data)
    : new RequestError(`The console answered with status ${response.status}.`);
}

/** The error of a request that had no answer. */
export function unreachable(error: unknown): unknown {
  if (error instanceof DOMException && error.name === "AbortError") return error;
  return error instanceof TypeError
    ? new RequestError(
        "The console cannot be reached. Check that `crosstag console` is still running. If you start it again, open the address that it prints.",
      )
    : error;
}

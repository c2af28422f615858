import { z } from "zod";
import { violation } from "./violation.ts";

/** Every code of an error; see `ErrorCode` of `@crosstag/core`. */
export const ERROR_CODES = [
  "invalid-request",
  "unsupported",
  "configuration",
  "confirmation-required",
  "not-found",
  "access-denied",
  "unauthenticated",
  "managed-by-cloud",
  "invalid-state",
  "conflict",
  "limit-exceeded",
  "tag-refused",
  "policy-refused",
  "refused",
  "throttled",
  "unavailable",
  "deadline-exceeded",
  "canceled",
  "internal",
] as const;

/** The HTTP status of a request that failed, by the code of its error. */
export const ERROR_STATUSES: Readonly<Record<(typeof ERROR_CODES)[number], number>> = {
  "invalid-request": 422,
  unsupported: 422,
  // Of the service, which its callers cannot correct; what is wrong in a request is an invalid request.
  configuration: 500,
  "confirmation-required": 409,
  "not-found": 404,
  "access-denied": 403,
  unauthenticated: 401,
  "managed-by-cloud": 409,
  "invalid-state": 409,
  conflict: 409,
  "limit-exceeded": 409,
  "tag-refused": 422,
  "policy-refused": 422,
  refused: 422,
  throttled: 429,
  unavailable: 503,
  "deadline-exceeded": 504,
  canceled: 503,
  internal: 500,
};

/** Crosstag's code of an error. */
export const errorCode = z.enum(ERROR_CODES).meta({ id: "ErrorCode" });

const shared = {
  code: errorCode.describe("What went wrong; decide by it, not by the message."),
  retry: z.enum(["no", "throttled", "transient"]).describe("Whether another attempt can succeed."),
  provider: z.string().optional().describe("The cloud that the error comes from."),
  operation: z.string().optional().describe("The operation that failed."),
  reference: z.string().optional().describe("The full name of the resource."),
  requestId: z.string().optional().describe("The cloud's id of the call, for support cases."),
  providerCode: z.string().optional().describe("The cloud's own code of the error."),
  hint: z.string().optional().describe("What to do about it."),
  violations: z.array(violation).optional().describe("Every problem of a refused request."),
};

/** The error of one resource, inside an answer. */
export const resourceError = z
  .strictObject({ message: z.string().describe("What went wrong, in a sentence."), ...shared })
  .meta({ id: "Error" });

/** The error of a whole request over HTTP, after RFC 9457, as `application/problem+json`. */
export const problem = z
  .strictObject({
    type: z.string().describe("The address of the page about this code."),
    title: z.string().describe("The code in words."),
    status: z.int().describe("The HTTP status."),
    detail: z.string().describe("What went wrong, in a sentence."),
    instance: z.string().describe("The service's own id of the request; its log has the same."),
    permission: z.string().optional().describe("The permission that the token lacks."),
    ...shared,
  })
  .meta({ id: "Problem" });

/** The last line of JSON lines, or the last event, if an answer breaks off after it has begun. */
export const brokenOff = z
  .strictObject({ type: z.literal("problem"), problem })
  .describe("The answer breaks off here: it is not complete.")
  .meta({ id: "BrokenOff" });

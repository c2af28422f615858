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

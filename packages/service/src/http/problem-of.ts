import { CrosstagError } from "@crosstag/core";
import { ERROR_STATUSES, type problem, type Unchangeable } from "@crosstag/operations";
import type { z } from "zod";
import { ServiceError } from "./service-error.ts";
import { textsForCallers } from "./without-folders.ts";

/** The error of a whole request, after RFC 9457. */
export type Problem = Unchangeable<z.output<typeof problem>>;

const PAGE = "https://github.com/crosstag/crosstag/blob/main/docs/operations/errors.md";

/** Codes that mean the caller; in an error of a cloud they mean the service, whose credentials the cloud refused. */
const OF_THE_CALLER: ReadonlySet<string> = new Set(["access-denied", "unauthenticated"]);

/**
 * Returns the problem of an error. Nothing is taken from an error that is not a `CrosstagError`: its text may be a
 * cloud's.
 * @param instance the service's own id of the request
 */
export function problemOf(error: unknown, instance: string): Problem {
  const known = CrosstagError.is(error) ? error : unexpected();
  const { code, retry, provider, operation, reference, requestId, providerCode, violations } = known;
  const { message, hint } = textsForCallers(known);
  const permission = known instanceof ServiceError ? known.permission : undefined;
  return {
    type: `${PAGE}#${code}`,
    title: titleOf(code),
    status: statusOf(known),
    detail: message,
    instance,
    code,
    retry,
    ...(permission !== undefined && { permission }),
    ...(provider !== undefined && { provider }),
    ...(operation !== undefined && { operation }),
    ...(reference !== undefined && { reference }),
    ...(requestId !== undefined && { requestId }),
    ...(providerCode !== undefined && { providerCode }),
    ...(hint !== undefined && { hint }),
    ...(violations.length > 0 && { violations }),
  };
}

function unexpected(): CrosstagError {
  return new CrosstagError({
    code: "internal",
    message: "The service failed.",
    hint: "The log of the service has more under the same id.",
  });
}

function statusOf(error: CrosstagError): number {
  if (error instanceof ServiceError && error.status !== undefined) return error.status;
  if (error.provider !== undefined && OF_THE_CALLER.has(error.code)) return 502;
  return ERROR_STATUSES[error.code];
}

function titleOf(code: string): string {
  const words = code.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

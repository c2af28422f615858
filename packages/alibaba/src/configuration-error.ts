import { CrosstagError } from "@crosstag/core/driver";

/** A setting is missing or wrong; nothing was sent. */
export function configurationError(message: string, hint: string, cause?: unknown): CrosstagError {
  return new CrosstagError({ code: "configuration", provider: "alibaba", message, hint, cause });
}

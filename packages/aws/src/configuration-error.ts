import { CrosstagError } from "@crosstag/core/driver";

export function configurationError(message: string, hint: string, cause?: unknown): CrosstagError {
  return new CrosstagError({ code: "configuration", provider: "aws", message, hint, cause });
}

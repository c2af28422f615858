import { CrosstagError } from "@crosstag/core/driver";

/** Makes the errors of one provider for a missing or wrong setting. Nothing was sent. */
export function configurationErrorFor(
  provider: string,
): (message: string, hint: string, cause?: unknown) => CrosstagError {
  return (message, hint, cause) => new CrosstagError({ code: "configuration", provider, message, hint, cause });
}

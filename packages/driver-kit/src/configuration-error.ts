import { CrosstagError } from "@crosstag/core/driver";

/** Makes the errors of one provider that say that a setting is missing or wrong; nothing was sent. */
export function configurationErrorFor(
  provider: string,
): (message: string, hint: string, cause?: unknown) => CrosstagError {
  return (message, hint, cause) => new CrosstagError({ code: "configuration", provider, message, hint, cause });
}

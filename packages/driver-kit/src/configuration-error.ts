import { CrosstagError } from "@crosstag/core/driver";

/** Makes an error for a missing or wrong setting. Nothing was sent. */
export type ConfigurationError = (message: string, hint: string, cause?: unknown) => CrosstagError;

/** Makes the errors of one provider for a missing or wrong setting. */
export function configurationErrorFor(provider: string): ConfigurationError {
  return (message, hint, cause) => new CrosstagError({ code: "configuration", provider, message, hint, cause });
}

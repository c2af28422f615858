import type { ConfigurationError } from "./configuration-error.ts";

/** The default time limit of a source of credentials, seconds. */
const DEFAULT_SECONDS = 10;
const LONGEST_SECONDS = 3_600;

/**
 * Converts the setting `credentialsTimeoutSeconds` to milliseconds. Default: 10,000 ms.
 * @throws CrosstagError `configuration` if it is not more than 0 and at most 3,600
 */
export function credentialsTimeoutMsOf(seconds: number | undefined, configurationError: ConfigurationError): number {
  if (seconds === undefined) return DEFAULT_SECONDS * 1_000;
  if (seconds > 0 && seconds <= LONGEST_SECONDS) return seconds * 1_000;
  throw configurationError(
    "credentialsTimeoutSeconds is not a valid number of seconds.",
    `Set it to more than 0 and at most ${LONGEST_SECONDS}.`,
  );
}

import { CrosstagError } from "../model/crosstag-error.ts";

/** The default time limit of one call, in seconds. */
export const DEFAULT_CALL_TIMEOUT_SECONDS = 15;

const LONGEST_SECONDS = 3_600;

/**
 * Converts the setting `callTimeoutSeconds` to milliseconds.
 * @throws CrosstagError `configuration` if it is not a valid duration
 */
export function callTimeoutMsOf(seconds: number | undefined): number | undefined {
  if (seconds === undefined) return undefined;
  if (typeof seconds === "number" && seconds > 0 && seconds <= LONGEST_SECONDS) return Math.ceil(seconds * 1_000);
  throw new CrosstagError({
    code: "configuration",
    message: "callTimeoutSeconds is not a valid duration.",
    hint: `Set it to a number of seconds, more than 0 and at most ${LONGEST_SECONDS}.`,
  });
}

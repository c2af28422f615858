import { homedir } from "node:os";
import { configurationError } from "./configuration-error.ts";

/**
 * The SDK looks for its files in the home directory for every client and call. Where the system knows none (a
 * container whose user has no entry in its list of users), each of them would end with an error of the system.
 * @throws CrosstagError `configuration`
 */
export function checkHomeDirectory(): void {
  try {
    homedir();
  } catch (error) {
    throw configurationError(
      "The system knows no home directory for this user, and the AWS SDK looks for its files there.",
      "Set the environment variable HOME to any path.",
      error,
    );
  }
}

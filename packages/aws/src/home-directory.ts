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
      "This user has no home directory, where the AWS SDK reads its files.",
      "Set the environment variable HOME to a directory.",
      error,
    );
  }
}

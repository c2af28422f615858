import { homedir } from "node:os";
import { configurationError } from "./configuration-error.ts";

/**
 * The SDK looks for its files in the home directory for every client and call. If there is none (a container whose user
 * is not in the list of users), each of them would fail with a system error.
 * @throws CrosstagError `configuration` if the user has no home directory
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

import { UsageError } from "./usage-error.ts";

/** A problem of what was typed, which another package has found, as one of the command line. */
export function asUsageError({
  message,
  hint,
}: {
  readonly message: string;
  readonly hint?: string | undefined;
}): UsageError {
  return new UsageError(message, ...(hint === undefined ? [] : [hint]));
}

import type { ErrorCode } from "../model/crosstag-error.ts";

/** Whether an error that stopped a cloud says that the cloud could not be reached, and not that it refused. */
export function isUnreachable(code: ErrorCode): boolean {
  return code === "unavailable" || code === "deadline-exceeded";
}

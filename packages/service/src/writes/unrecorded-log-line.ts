import { errorLogLine, reasonOf } from "../observe/error-log-line.ts";
import type { UnrecordedWrite } from "./direct-writes.ts";

/** The line of the log for a write whose outcomes could not be written down: whose it was, and why. */
export function unrecordedLogLine({ by, error }: UnrecordedWrite, now: Date): string {
  return errorLogLine("write-unrecorded", { ...by, ...reasonOf(error) }, now);
}

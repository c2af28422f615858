import { CrosstagError } from "@crosstag/core";
import { errorLogLine } from "../observe/error-log-line.ts";
import type { UnrecordedWrite } from "./direct-writes.ts";

/** The line of the log for a write whose outcomes could not be written down: whose it was, and why. */
export function unrecordedLogLine({ by, error }: UnrecordedWrite, now: Date): string {
  const reason = CrosstagError.is(error) ? { code: error.code, problem: error.message } : { code: "internal" };
  return errorLogLine("write-unrecorded", { ...by, ...reason }, now);
}

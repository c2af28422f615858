import type { CutOffWrite } from "./cut-off-writes.ts";

/** The line of the log for a write that was cut off: whose it was, and when. */
export function cutOffLogLine({ by, at, resources }: CutOffWrite, now: Date): string {
  return JSON.stringify({ time: now.toISOString(), level: "error", event: "write-cut-off", ...by, at, resources });
}

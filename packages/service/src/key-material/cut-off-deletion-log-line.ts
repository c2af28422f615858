import type { CutOffDeletion } from "@crosstag/core/node";

/** The line of the log for a deletion that was cut off: of which key, whose it was, and when. */
export function cutOffDeletionLogLine(deletion: CutOffDeletion, now: Date): string {
  return JSON.stringify({ time: now.toISOString(), level: "error", event: "deletion-cut-off", ...deletion });
}

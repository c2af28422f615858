import { CrosstagError } from "@crosstag/core";
import { findCutOffDeletions } from "@crosstag/core/node";
import type { Messages } from "../output/messages.ts";
import { UsageError } from "../usage-error.ts";
import { describeCutOffDeletions } from "./describe-cut-off-deletions.ts";

/** Says which deletions were cut off, and changes nothing. A file that cannot be read stops no command that only reads. */
export async function warnOfCutOffDeletions(path: () => string, messages: Pick<Messages, "warn">): Promise<void> {
  try {
    const cutOff = await findCutOffDeletions(path());
    if (cutOff.length > 0) messages.warn(describeCutOffDeletions(cutOff));
  } catch (error) {
    if (CrosstagError.is(error)) messages.warn(error.message);
    // A user without a home directory has no such file.
    else if (!(error instanceof UsageError)) throw error;
  }
}

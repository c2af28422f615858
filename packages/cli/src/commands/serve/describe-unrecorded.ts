import { CrosstagError } from "@crosstag/core";
import type { UnrecordedWrite } from "@crosstag/service";
import { describeError } from "../../output/report-error.ts";

/** A write that was made and is missing in the journal, in a sentence or two. */
export function describeUnrecorded({ by: { caller, requestId }, error }: UnrecordedWrite): string {
  return `The outcomes of request ${requestId} of ${caller} could not be written to the journal; the next write tries it again. ${describeWhy(error)}`;
}

/** Records of writes that are in the journal, and perhaps not on its disk. */
export function describeUnflushed(error: unknown): string {
  return `Records of the last writes could not be flushed to the disk. They are in the journal, but a power failure can take them. ${describeWhy(error)}`;
}

function describeWhy(error: unknown): string {
  return CrosstagError.is(error) ? describeError(error) : "Internal error.";
}

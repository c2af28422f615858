import { CrosstagError } from "@crosstag/core";
import type { UnrecordedWrite } from "@crosstag/service";
import { describeError } from "../../output/report-error.ts";

/** A write that was made and is missing in the journal, in a sentence or two. */
export function describeUnrecorded({ by: { caller, requestId }, error }: UnrecordedWrite): string {
  const why = CrosstagError.is(error) ? describeError(error) : "Internal error.";
  return `The outcomes of request ${requestId} of ${caller} could not be written to the journal; the next write tries it again. ${why}`;
}

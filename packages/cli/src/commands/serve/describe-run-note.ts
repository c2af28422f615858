import type { RunNote } from "@crosstag/service";
import { CrosstagError } from "@crosstag/core";
import { describeCount } from "../../output/describe-count.ts";
import { describeError } from "../../output/report-error.ts";

/** What became of a run in the background, in a sentence. */
export function describeRunNote(note: RunNote): string {
  const { run } = note;
  switch (note.type) {
    case "continues":
      return `Run ${run} continues; it was started by ${note.by}.`;
    case "ended": {
      const { counts } = note.result;
      const failed = counts.failed + counts.unknown;
      return `Run ${run} has ended: ${describeCount(counts.changed, "resource")} changed, ${failed} failed or unknown.`;
    }
    case "failed": {
      const why = CrosstagError.is(note.error) ? describeError(note.error) : "Internal error.";
      return `Run ${run} has stopped, and can be resumed: ${why}`;
    }
  }
}

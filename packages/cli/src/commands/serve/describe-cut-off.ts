import type { CutOffWrite } from "@crosstag/service";
import { describeCount } from "../../output/describe-count.ts";
import { firstFew } from "../../output/first-few.ts";

/** The rest is in the log and in the journal. */
const MOST_NAMED = 5;

/** Writes of an earlier process that may have been made, one line each. */
export function describeCutOff(writes: readonly CutOffWrite[]): readonly string[] {
  const [verb, they] = writes.length === 1 ? ["was", "It"] : ["were", "They"];
  return [
    `${describeCount(writes.length, "write")} ${verb} cut off when an earlier process ended. ${they} may have been made, in whole or in part.`,
    ...firstFew(
      writes.map(
        ({ by, at, resources }) =>
          `${at}: request ${by.requestId} of ${by.caller}, ${describeCount(resources, "resource")}`,
      ),
      MOST_NAMED,
    ),
    "  Read the tags of these resources. Their names are in writes.jsonl in the state folder.",
  ];
}

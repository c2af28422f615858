import type { TagSet } from "@crosstag/core";
import type { TagSamples } from "../tag-samples.ts";

/** Put into tag values and errors. It must never be in an output. */
export const CANARY = "canary7d1f";

/** A tag whose value must not be repeated: the canary, or as long a text as the rules allow, which nothing else contains. */
export function secretTag(samples: TagSamples): TagSet {
  const value = samples.isAllowed("value", CANARY) ? CANARY : samples.longest("value", false);
  return new Map([[samples.word("key", "team"), value]]);
}

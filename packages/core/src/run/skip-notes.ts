import type { SkipReason } from "../model/outcome.ts";

const SKIP_NOTES: Readonly<Record<SkipReason, string>> = {
  "dry-run": "It was a dry run.",
  "not-started": "The run stopped before anything was sent for them: resume it.",
  "only-reserved-tags": "Only reserved tags would change, and reserved tags are skipped.",
  "changed-since-plan": "Their tags are no longer what they were when the plan was made: make a new plan.",
  "over-limit":
    "They have more tags than when the plan was made, and would exceed their cloud's limit: remove some, then make a new plan.",
};

const NOTE_OF_REASON: ReadonlyMap<string, string> = new Map(Object.entries(SKIP_NOTES));

/** Whether a journal's reason is one that this version knows. */
export function isSkipReason(reason: string | undefined): reason is SkipReason {
  return reason !== undefined && NOTE_OF_REASON.has(reason);
}

/** What it means that resources were skipped for this reason, and what to do. Undefined if the reason is not known. */
export function describeSkipReason(reason: string): string | undefined {
  return NOTE_OF_REASON.get(reason);
}

import type { CutOffDeletion } from "@crosstag/core/node";
import { describeCount } from "../output/describe-count.ts";
import { firstFew } from "../output/first-few.ts";
import { printableLine } from "../output/printable.ts";

/** The rest is in the evidence. */
const MOST_NAMED = 5;

/** Deletions of key material of an earlier process that may have been made, one line each. */
export function describeCutOffDeletions(deletions: readonly CutOffDeletion[]): readonly string[] {
  const verb = deletions.length === 1 ? "was" : "were";
  return [
    `${describeCount(deletions.length, "deletion")} of key material ${verb} cut off when an earlier process ended. The material may have been deleted.`,
    ...firstFew(
      deletions.map((deletion) => printableLine(lineOf(deletion))),
      MOST_NAMED,
    ),
    "  Inspect each key before you do anything else: crosstag delete-key-material KEY --dry-run",
  ];
}

function lineOf({ at, reference, materialId, caller, requestId }: CutOffDeletion): string {
  const material = materialId === undefined ? "" : `, material ${materialId}`;
  const by = caller === undefined ? "" : `, request ${requestId ?? "without an id"} of ${caller}`;
  return `${at}: ${reference}${material}${by}`;
}

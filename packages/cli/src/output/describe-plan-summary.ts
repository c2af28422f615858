import type { PlanSummary } from "@crosstag/core";
import { describeCount } from "./describe-count.ts";
import { describeNumber } from "./describe-number.ts";

/** What a plan comes to, in one sentence. */
export function describePlanSummary({
  resources,
  changes,
  unchanged,
  skipped,
  unreadable,
  tagsAdded,
  tagsChanged,
  tagsRemoved,
}: PlanSummary): string {
  const leftAlone = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  const rest = `${describeNumber(unchanged)} unchanged, ${describeNumber(leftAlone)} skipped, ${describeNumber(unreadable)} unreadable.`;
  if (changes > 0) {
    const tags = `${describeCount(tagsAdded, "tag")} to add, ${describeNumber(tagsChanged)} to change, ${describeNumber(tagsRemoved)} to remove`;
    return `Plan: ${describeCount(changes, "resource")} to change (${tags}), ${rest}`;
  }
  if (resources === 0) return "Nothing to change: no resource was selected.";
  if (unchanged < resources) return `Nothing to change: ${rest}`;
  return unchanged === 1
    ? "Nothing to change: the resource already has the desired tags."
    : `Nothing to change: all ${describeCount(unchanged, "resource")} already have the desired tags.`;
}

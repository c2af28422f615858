import { formatCount, formatNumber } from "../parts/format.ts";
import type { CheckSoFar } from "./check-store.ts";

/** How far a check is, in a sentence: the resources are listed before their tags are compared. */
export function describeProgress({ found = 0, records }: Pick<CheckSoFar, "found" | "records">): string {
  const checked = records.length;
  if (found === 0 && checked === 0) return "Asking the clouds for their resources…";
  return `Checking: ${formatCount(Math.max(found, checked), "resource")} found, ${formatNumber(checked)} checked so far…`;
}

import type { RunEndRecord } from "@crosstag/core";

/** How a run ended: whole, interrupted, or stopped for a reason. */
export function describeEnded(ended: RunEndRecord["ended"]): string {
  return ended === "complete" || ended === "interrupted" ? ended : `stopped (${ended})`;
}

import type { Plan, PlanHeader } from "@crosstag/core";
import { decodePlanEntry } from "@crosstag/core/internal";
import { createPlan } from "@crosstag/core/node";

/**
 * The entries of a chunk as a plan of their own.
 * @param origin that of the whole plan: an undo may write what another plan may not
 */
export function chunkPlan(lines: string, origin: PlanHeader["origin"]): Plan {
  const entries = lines.split("\n").map(decodePlanEntry);
  const count = (action: string) => entries.filter((entry) => entry.action === action).length;
  return createPlan(entries, {
    origin,
    summary: {
      resources: entries.length,
      changes: count("change"),
      unchanged: 0,
      skipped: {},
      unreadable: count("unreadable"),
      tagsAdded: 0,
      tagsChanged: 0,
      tagsRemoved: 0,
      costs: [],
      warnings: [],
    },
  });
}

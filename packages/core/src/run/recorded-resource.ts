import type { PlanEntry } from "../plan/plan-entry.ts";

/** How every record of a run names its resource: as the plan does. */
export function recordedResource({ scope, endpoint, reference }: PlanEntry) {
  return endpoint === undefined ? { scope, reference } : { scope, endpoint, reference };
}

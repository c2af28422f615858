import type { ApplyPlanRequest } from "@crosstag/core";

/** How a run is applied, as it is kept in the database. */
export interface RunSettings {
  /** As in `ApplyPlanRequest`. */
  readonly verify: boolean;
  /** Stop when more resources than this have failed or are unknown. Absent: never. */
  readonly mostFailures?: number;
}

/** The settings that a request stands for. */
export function toSettings(
  { verify = true, maximumFailures }: Pick<ApplyPlanRequest, "verify" | "maximumFailures">,
  changes: number,
): RunSettings {
  if (maximumFailures === undefined) return { verify };
  const most =
    typeof maximumFailures === "number"
      ? maximumFailures
      : Math.floor((changes * Number.parseFloat(maximumFailures)) / 100);
  return { verify, mostFailures: most };
}

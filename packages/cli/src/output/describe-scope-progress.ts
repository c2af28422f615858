import type { CrosstagEvent } from "@crosstag/core";
import type { ScopeProgress } from "@crosstag/core/internal";
import { describeDuration } from "./describe-duration.ts";
import { describeNumber } from "./describe-number.ts";

/** The event with the figures of one scope of a run. */
export type RunProgressEvent = CrosstagEvent & { readonly type: "run-progress" };

/** `1 failed, 2 unknown`: each that there is. Undefined: neither. */
export function describeProblems({
  failed,
  unknown,
}: Pick<RunProgressEvent, "failed" | "unknown">): string | undefined {
  const counts = [
    failed > 0 && `${describeNumber(failed)} failed`,
    unknown > 0 && `${describeNumber(unknown)} unknown`,
  ];
  return counts.filter((count) => count !== false).join(", ") || undefined;
}

/** `16 min`: not more exact than the estimate is. Undefined without an estimate. */
export function describeTimeLeft(scope: ScopeProgress<RunProgressEvent>, now: number): string | undefined {
  const seconds = scope.secondsLeft(now);
  if (seconds === undefined) return undefined;
  return describeDuration(seconds < 60 ? Math.ceil(seconds) : Math.round(seconds / 60) * 60);
}

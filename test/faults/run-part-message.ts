import type { EngineOptions } from "@crosstag/core";
import type { CloudSettings } from "@crosstag/core/driver";

/** Every region is a cloud of its own. None names an account: the clouds tell it. */
export interface RunClouds {
  readonly aws: readonly CloudSettings[];
  readonly alibaba: readonly CloudSettings[];
}

/** What a process needs to begin a run or to go on with it. */
export interface RunPart {
  readonly planPath: string;
  readonly journalPath: string;
  readonly clouds: RunClouds;
  /** Added to the process' own; default nothing. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What it says of itself: that it can be told its part, that it works from now on, how that ended. */
export type RunPartNews = "up" | "begins" | { readonly ended?: string; readonly error?: string };

/** Quick, and patient enough that no fault of these clouds outlasts it. */
export const ENGINE: EngineOptions = {
  pacing: "off",
  retry: { transientAttempts: 60, throttledAttempts: 100, baseDelayMs: 1, maximumDelayMs: 30 },
  settleTimeoutMs: 2_000,
  maximumConcurrentCalls: 8,
};

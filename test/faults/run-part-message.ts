import type { EngineOptions } from "@crosstag/core";
import type { CloudSettings } from "@crosstag/core/driver";

/** Every region is a separate cloud. None names an account: the clouds report it. */
export interface RunClouds {
  readonly aws: readonly CloudSettings[];
  readonly alibaba: readonly CloudSettings[];
  readonly tencent: readonly CloudSettings[];
}

/** What a process needs to start or resume a run. */
export interface RunPart {
  readonly planPath: string;
  readonly journalPath: string;
  readonly clouds: RunClouds;
  /** Added to the environment of the process. Default: nothing. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Its messages: ready for its part, working, and how that ended. */
export type RunPartNews = "up" | "begins" | { readonly ended?: string; readonly error?: string };

/** Fast, and with enough retries that every fault of these clouds ends before. */
export const ENGINE: EngineOptions = {
  pacing: "off",
  retry: { transientAttempts: 60, throttledAttempts: 100, baseDelayMs: 1, maximumDelayMs: 30 },
  settleTimeoutMs: 2_000,
  maximumConcurrentCalls: 8,
};

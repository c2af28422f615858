import type { CrosstagEvent } from "@crosstag/core";
import { describeDuration } from "./describe-duration.ts";

/** A wait up to this long, milliseconds, is not worth a word. */
export const LONG_WAIT_MS = 3_000;

type RetryEvent = Extract<CrosstagEvent, { readonly type: "call-retried" }>;

/** That the next attempt of a call is a while away, and why; undefined if it is not. */
export function describeLongWait({ provider, region, code, delayMs }: RetryEvent): string | undefined {
  if (delayMs < LONG_WAIT_MS) return undefined;
  const why = code === "throttled" ? "throttled by the cloud" : `a call failed (${code})`;
  return `${provider} ${region}: ${why}; the next attempt is in ${describeDuration(delayMs / 1_000)}.`;
}

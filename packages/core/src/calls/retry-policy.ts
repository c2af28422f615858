import type { Failure } from "../driver/failure.ts";
import { CrosstagError } from "../model/crosstag-error.ts";

/** How often a call is tried and how long is waited in between. Delays are drawn between 0 and the bound ("full jitter"). */
export interface RetryPolicy {
  /** Attempts for faults of the service or the network, the first included. */
  readonly transientAttempts: number;
  /** Attempts for throttled calls, the first included; a throttled call also slows its quota's pace. */
  readonly throttledAttempts: number;
  /** Bound of the first delay, milliseconds; doubles with every attempt. */
  readonly baseDelayMs: number;
  /** The largest bound of a delay, in milliseconds. */
  readonly maximumDelayMs: number;
}

/** The name of a policy in `RETRY_POLICIES`. */
export type RetryPolicyName = "standard" | "patient" | "impatient" | "immediate";

/** The policies that can be selected by name. */
export const RETRY_POLICIES: Readonly<Record<RetryPolicyName, RetryPolicy>> = {
  /** A command line or a service: gives up on a broken service within about ten seconds. */
  standard: { transientAttempts: 5, throttledAttempts: 12, baseDelayMs: 100, maximumDelayMs: 5_000 },
  /** A long run: waits out minutes of trouble. */
  patient: { transientAttempts: 10, throttledAttempts: 50, baseDelayMs: 200, maximumDelayMs: 20_000 },
  /** A person waits: one more try. */
  impatient: { transientAttempts: 2, throttledAttempts: 3, baseDelayMs: 50, maximumDelayMs: 500 },
  /** Tests: tries again at once. */
  immediate: { transientAttempts: 5, throttledAttempts: 12, baseDelayMs: 0, maximumDelayMs: 0 },
};

/** Returns a policy by its name. @throws CrosstagError `configuration` for an unknown name */
export function retryPolicyOf(retry: RetryPolicyName | RetryPolicy): RetryPolicy {
  if (typeof retry !== "string") return retry;
  if (Object.hasOwn(RETRY_POLICIES, retry)) return RETRY_POLICIES[retry];
  throw new CrosstagError({
    code: "configuration",
    message: `Unknown retry policy: ${JSON.stringify(retry)}.`,
    hint: `Use ${Object.keys(RETRY_POLICIES).join(", ")}, or a policy object.`,
  });
}

/** Milliseconds before the next attempt of a call; undefined if another would not help, or there were enough. */
export function delayBeforeNext(
  policy: RetryPolicy,
  failure: Pick<Failure, "retry" | "retryAfterMs">,
  attempts: number,
  throttles: number,
  random: () => number,
): number | undefined {
  if (failure.retry === "no") return undefined;
  const throttled = failure.retry === "throttled";
  const made = throttled ? throttles : attempts - throttles;
  const most = throttled ? policy.throttledAttempts : policy.transientAttempts;
  return made < most ? retryDelay(policy, made, random, failure.retryAfterMs) : undefined;
}

/** Milliseconds before attempt `attempt + 1`. A wait that the cloud asked for is never cut short. */
function retryDelay(policy: RetryPolicy, attempt: number, random: () => number, retryAfterMs = 0): number {
  const bound = Math.min(policy.maximumDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  return Math.max(random() * bound, retryAfterMs);
}

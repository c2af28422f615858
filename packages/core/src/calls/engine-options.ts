import type { EventListener } from "./crosstag-event.ts";
import type { Clock } from "./clock.ts";
import type { RetryPolicy, RetryPolicyName } from "./retry-policy.ts";

export interface EngineOptions {
  /** Calls in flight at once, per driver; default 16. */
  readonly maximumConcurrentCalls?: number;
  /** `quota` (default): as many calls a second as the driver's quotas say, fewer while the cloud throttles. `off`: no limit. */
  readonly pacing?: "quota" | "off";
  /** Default `standard`. */
  readonly retry?: RetryPolicyName | RetryPolicy;
  /** How long an unknown outcome is looked into by reading, milliseconds; default 10,000. */
  readonly settleTimeoutMs?: number;
  readonly onEvent?: EventListener;
  readonly clock?: Clock;
  /** From 0 to 1, 1 excluded; default `Math.random`. */
  readonly random?: () => number;
}

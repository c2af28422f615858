import type { EventListener } from "./crosstag-event.ts";
import type { Ending } from "./ending.ts";
import type { RetryPolicy, RetryPolicyName } from "./retry-policy.ts";

/** Options of every operation. */
export interface CallOptions {
  /** Ends the request: calls in flight are given up, and resources that were not started are `skipped`. Default: none. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the request as `signal` does, and `applyPlan` without waiting for calls in flight. A signal costs as much as the rest of a small request. Default: none. */
  readonly until?: Ending | undefined;
  /** Time limit of the whole request, in milliseconds. Default: none. */
  readonly timeoutMs?: number | undefined;
  /** Time limit of one wire call, in milliseconds. Default: `callTimeoutSeconds` of the cloud's settings, or 15,000. */
  readonly callTimeoutMs?: number | undefined;
  /** How often and how soon failed calls are retried. Default: `retry` of the engine's options. */
  readonly retry?: RetryPolicyName | RetryPolicy | undefined;
  /** Called for every event of the request. Default: none. */
  readonly onEvent?: EventListener | undefined;
}

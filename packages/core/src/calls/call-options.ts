import type { EventListener } from "./crosstag-event.ts";

/** Options of every operation. */
export interface CallOptions {
  /** Ends the request: calls in flight are given up, and resources that were not started are `skipped`. Default: none. */
  readonly signal?: AbortSignal;
  /** Time limit of the whole request, in milliseconds. Default: none. */
  readonly timeoutMs?: number;
  /** Time limit of one wire call, in milliseconds. Default: `callTimeoutSeconds` of the cloud's settings, or 15,000. */
  readonly callTimeoutMs?: number;
  /** Called for every event of the request. Default: none. */
  readonly onEvent?: EventListener;
}

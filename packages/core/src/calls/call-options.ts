import type { EventListener } from "./crosstag-event.ts";

export interface CallOptions {
  /** Ends the request: calls under way are given up, what was not started is reported as skipped. */
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole request; default none. */
  readonly timeoutMs?: number;
  /** Milliseconds for one wire call; default: what the cloud's settings say (`callTimeoutSeconds`), or 15,000. */
  readonly callTimeoutMs?: number;
  readonly onEvent?: EventListener;
}

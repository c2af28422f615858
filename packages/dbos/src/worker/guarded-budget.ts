import type { QuotaBudget, QuotaTurns } from "@crosstag/core";

/** A call that may not leave asks again after so many milliseconds. */
const AGAIN_MS = 250;

/**
 * A budget whose calls leave only while the worker may make them. A call takes its turn as the last thing before it is
 * sent, so this is where the lease is checked.
 */
export function guardedBudget(budget: QuotaBudget, mayCall: () => boolean): QuotaBudget {
  return {
    open: (scope, requestsPerSecond, clock) => {
      const turns = budget.open(scope, requestsPerSecond, clock);
      const guarded: QuotaTurns = {
        get requestsPerSecond() {
          return turns.requestsPerSecond;
        },
        get nextAt() {
          return mayCall() ? turns.nextAt : clock.now() + AGAIN_MS;
        },
        take: (now) => mayCall() && turns.take(now),
        want: (calls, onTurns) => turns.want(mayCall() ? calls : 0, onTurns),
        succeeded: (now, sentAt) => turns.succeeded(now, sentAt),
        throttled: (now, sentAt, retryAfterMs) => turns.throttled(now, sentAt, retryAfterMs),
        close: () => turns.close?.(),
      };
      return guarded;
    },
  };
}

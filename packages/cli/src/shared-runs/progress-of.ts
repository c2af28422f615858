import type { CrosstagEvent } from "@crosstag/core";
import type { SharedScopeStatus } from "@crosstag/dbos";

/**
 * How far a cloud, account and region is, as a run of this machine reports it. How many calls the workers have planned is
 * not known: the rest is taken to need as many calls for each resource as were made so far, and at first one.
 */
export function progressOf(status: SharedScopeStatus): Extract<CrosstagEvent, { readonly type: "run-progress" }> {
  const { scope, changes, settled, failed, unknown, calls, throttled } = status;
  const callsOfResource = settled === 0 ? 1 : calls / settled;
  return {
    type: "run-progress",
    scope,
    resources: changes,
    settled,
    failed,
    unknown,
    plannedCalls: calls + Math.ceil((changes - settled) * callsOfResource),
    calls,
    throttled,
    requestsPerSecond: Number.POSITIVE_INFINITY,
  };
}

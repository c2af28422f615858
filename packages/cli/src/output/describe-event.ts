import type { CrosstagEvent } from "@crosstag/core";
import { describeCanaries } from "./describe-canaries.ts";
import { describeCount } from "./describe-count.ts";

/** The line of an event for `--verbose`. Without tag values. */
export function describeEvent(event: CrosstagEvent): string {
  if (event.type === "run-progress") return `${event.scope}: ${event.settled} of ${event.resources} resources`;
  if (event.type === "resource-settled") return `${event.provider}: ${event.reference}: ${event.status}`;
  if (event.type === "canaries-settled") return describeCanaries(event);
  if (event.type === "account-assumed")
    return `${event.provider} ${event.region}: account ${event.account} of the configuration, not confirmed`;
  if (event.type === "quotas-assumed")
    return `${event.provider} ${event.region}: request rates as documented, ${event.code}`;
  const what = `${event.provider} ${event.region}: ${describeOperation(event)}`;
  switch (event.type) {
    case "batch-halved":
      return `${what}: ${event.code}, tried again in two halves`;
    case "call-started":
      return `${what}: call ${event.call}, attempt ${event.attempt}`;
    case "call-settled":
      return `${what}: call ${event.call}: ${event.code ?? "done"} after ${Math.round(event.durationMs)} ms${event.refused === undefined ? "" : `, ${describeCount(event.refused, "resource")} refused`}${event.requestId === undefined ? "" : `, request ${event.requestId}`}`;
    case "call-retried":
      return `${what}: call ${event.call}: ${event.code}, again in ${Math.round(event.delayMs)} ms`;
    case "call-throttled":
      return `${what}: call ${event.call}: throttled, ${event.quota} now at ${event.requestsPerSecond.toFixed(1)} a second`;
  }
}

function describeOperation({
  operation,
  resources,
}: {
  readonly operation: string;
  readonly resources: number;
}): string {
  if (operation === "identify") return "identify (whose credentials these are)";
  if (operation === "readQuotas") return "readQuotas (the request rates of the account)";
  return resources === 0 ? operation : `${operation} of ${describeCount(resources, "resource")}`;
}

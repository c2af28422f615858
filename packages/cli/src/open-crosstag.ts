import type { CrosstagEvent } from "@crosstag/core";
import { openCrosstag, selectClouds, type OpenedCrosstag } from "@crosstag/clouds";
import type { Invocation } from "./invocation.ts";
import { openQuotaBudget } from "./open-quota-budget.ts";
import { watchCalls } from "./output/watch-calls.ts";
import { resolveConfiguration } from "./configuration/resolve-configuration.ts";
import { warnOfSettings } from "./configuration/warn-of-settings.ts";

/**
 * Calls `work` with the clouds that the references need, or, without references, with all selected clouds.
 * The connections are closed in any case.
 */
export async function withCrosstag<Result>(
  invocation: Pick<Invocation, "context" | "globals" | "messages">,
  references: readonly string[] | undefined,
  work: (crosstag: OpenedCrosstag) => Promise<Result>,
): Promise<Result> {
  const { configuration: configured, registry } = await resolveConfiguration(invocation);
  const configuration = references === undefined ? configured : await selectClouds(configured, references, registry);
  warnOfSettings(configuration, invocation);
  const { messages } = invocation;
  const watch = watchCalls(invocation);
  const quotaBudget = openQuotaBudget(invocation);
  const crosstag = await openCrosstag({
    // The adapters that it names are in the registry already.
    configuration: { ...configuration, adapters: [] },
    registry,
    engine: {
      quotaBudget,
      onEvent: (event) => {
        messages.detail(describeEvent(event));
        watch.onEvent(event);
      },
    },
  });
  try {
    return await work(crosstag);
  } finally {
    watch.end();
    await crosstag.close();
    await quotaBudget?.close();
  }
}

function describeEvent(event: CrosstagEvent): string {
  if (event.type === "run-progress") return `${event.scope}: ${event.settled} of ${event.resources} resources`;
  if (event.type === "resource-settled") return `${event.provider}: ${event.reference}: ${event.status}`;
  if (event.type === "account-assumed")
    return `${event.provider} ${event.region}: account ${event.account} of the configuration, not confirmed`;
  const what = `${event.provider} ${event.region}: ${event.operation} of ${event.resources}`;
  switch (event.type) {
    case "batch-halved":
      return `${what}: ${event.code}, tried again in two halves`;
    case "call-started":
      return `${what}: call ${event.call}, attempt ${event.attempt}`;
    case "call-settled":
      return `${what}: call ${event.call}: ${event.code ?? "done"} after ${Math.round(event.durationMs)} ms${event.requestId === undefined ? "" : `, request ${event.requestId}`}`;
    case "call-retried":
      return `${what}: call ${event.call}: ${event.code}, again in ${Math.round(event.delayMs)} ms`;
    case "call-throttled":
      return `${what}: call ${event.call}: throttled, ${event.quota} now at ${event.requestsPerSecond.toFixed(1)} a second`;
  }
}

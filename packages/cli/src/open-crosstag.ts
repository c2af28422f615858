import { CrosstagError, type EventListener, type QuotaBudget } from "@crosstag/core";
import { isEmptySelection, openCrosstag, selectClouds, type OpenedCrosstag } from "@crosstag/clouds";
import { asUsageError } from "./as-usage-error.ts";
import { boundGarbage } from "./bound-garbage.ts";
import type { Invocation } from "./invocation.ts";
import { openFleetCache } from "./open-fleet-cache.ts";
import { openQuotaBudget } from "./open-quota-budget.ts";
import { inCommandWords } from "./output/command-words.ts";
import { describeUnmatched } from "./output/describe-unmatched.ts";
import { describeEvent } from "./output/describe-event.ts";
import { tellFleets } from "./output/tell-fleets.ts";
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
  const given = invocation.context.quotaBudget;
  const own = given === undefined ? openQuotaBudget(invocation) : undefined;
  try {
    const { crosstag, close } = await openClouds(invocation, references, given ?? own);
    try {
      return await work(crosstag);
    } finally {
      await close();
    }
  } finally {
    await own?.close();
  }
}

/**
 * Opens the same clouds, with a budget for their calls.
 * @param onEvent called for every event of the calls, besides the messages about them
 */
export async function openClouds(
  invocation: Pick<Invocation, "context" | "globals" | "messages">,
  references: readonly string[] | undefined,
  quotaBudget: QuotaBudget | undefined,
  onEvent?: EventListener,
): Promise<{ readonly crosstag: OpenedCrosstag; readonly close: () => Promise<void> }> {
  const { configuration: configured, registry, selection, singles } = await resolveConfiguration(invocation);
  const configuration = references === undefined ? configured : await selectClouds(configured, references, registry);
  warnOfSettings(configuration, invocation);
  const { messages } = invocation;
  boundGarbage();
  let crosstag: OpenedCrosstag | undefined;
  const watch = watchCalls(invocation, () => [...(crosstag?.drivers.values() ?? [])]);
  crosstag = await openCrosstag({
    // The adapters that it names are in the registry already.
    configuration: { ...configuration, adapters: [] },
    registry,
    selection,
    references,
    cache: openFleetCache(invocation),
    engine: {
      quotaBudget,
      onEvent: (event) => {
        messages.detail(describeEvent(event));
        watch.onEvent(event);
        onEvent?.(event);
      },
    },
  }).catch((error: unknown) => throwOpening(error, invocation));
  const opened = crosstag;
  for (const sentence of describeUnmatched(opened.fleets, singles)) messages.warn(sentence);
  tellFleets(opened.fleets, messages, invocation.context.now());
  return {
    crosstag: opened,
    close: async () => {
      watch.end();
      await opened.close();
    },
  };
}

/**
 * A selection was typed, and so were `--region` and `--endpoint` of one cloud: what is wrong with them is a usage error.
 * @throws UsageError then, or else the error
 */
export function throwOpening(error: unknown, { globals: { region, endpoint } }: Pick<Invocation, "globals">): never {
  const isTyped = region !== undefined || endpoint !== undefined || isEmptySelection(error);
  if (isTyped && CrosstagError.is(error) && error.code === "configuration")
    throw asUsageError({ message: error.message, hint: error.hint && inCommandWords(error.hint) });
  throw error;
}

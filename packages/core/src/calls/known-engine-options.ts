import type { OptionNames } from "../text/unknown-option.ts";
import type { EngineOptions } from "./engine-options.ts";

/** The options of the engine. */
export const ENGINE_OPTIONS: OptionNames<EngineOptions> = {
  cloudNames: true,
  maximumConcurrentCalls: true,
  pacing: true,
  quotaBudget: true,
  quotaDiscovery: true,
  retry: true,
  maximumUnreachableCalls: true,
  settleTimeoutMs: true,
  onEvent: true,
  clock: true,
  random: true,
};

/** The options of the engine among those of a function that also has others. */
export function engineOptionsOf(options: EngineOptions): EngineOptions {
  const {
    cloudNames,
    maximumConcurrentCalls,
    pacing,
    quotaBudget,
    quotaDiscovery,
    retry,
    maximumUnreachableCalls,
    settleTimeoutMs,
    onEvent,
    clock,
    random,
  } = options;
  const own: { readonly [Name in keyof Required<EngineOptions>]: EngineOptions[Name] } = {
    cloudNames,
    maximumConcurrentCalls,
    pacing,
    quotaBudget,
    quotaDiscovery,
    retry,
    maximumUnreachableCalls,
    settleTimeoutMs,
    onEvent,
    clock,
    random,
  };
  return own;
}

import type { AdapterRegistry } from "./adapter-registry.ts";
import type { CrosstagConfiguration } from "@crosstag/config";
import { grammarsOf } from "./services/grammars-of.ts";

/**
 * Narrows a configuration to the clouds that a list of references needs, so that no other adapter is loaded and no
 * other credentials are needed: the clouds of the providers that claim a reference (`arn:…`, `acs:…`), and the default
 * cloud for bare ids. If that is ambiguous, every cloud is kept.
 */
export async function selectClouds(
  configuration: CrosstagConfiguration,
  references: readonly string[],
  registry: AdapterRegistry,
): Promise<CrosstagConfiguration> {
  const wanted = new Set<string>();
  let open = references;
  // One provider after the other: if the first ones claim everything, the last ones are not loaded.
  for (const provider of new Set(Object.values(configuration.clouds).map((cloud) => cloud.provider))) {
    if (open.length === 0) break;
    const grammars = await grammarsOf(provider, configuration, registry);
    const rest = open.filter((reference) => !grammars.some((grammar) => grammar.claims(reference)));
    if (rest.length < open.length) wanted.add(provider);
    open = rest;
  }
  const names = Object.entries(configuration.clouds)
    .filter(([name, { provider }]) => wanted.has(provider) || (open.length > 0 && name === configuration.default))
    .map(([name]) => name);
  if (names.length === 0 || (open.length > 0 && configuration.default === undefined)) return configuration;
  return {
    clouds: Object.fromEntries(Object.entries(configuration.clouds).filter(([name]) => names.includes(name))),
    ...(configuration.default !== undefined &&
      names.includes(configuration.default) && { default: configuration.default }),
  };
}

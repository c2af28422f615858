import { dirname } from "node:path";
import { CrosstagError } from "@crosstag/core";
import {
  cloudFromEnvironment,
  configurationFromEnvironment,
  type AdapterRegistry,
  type CloudConfiguration,
  type CrosstagConfiguration,
} from "@crosstag/inversify";
import type { CommandContext } from "../command-context.ts";
import type { Invocation } from "../invocation.ts";
import { readText } from "../input/read-text.ts";
import { resolvePath } from "../input/resolve-path.ts";
import { didYouMean } from "@crosstag/config/hints";
import { currentUser, findConfigurationFile } from "@crosstag/config/find";
import { overrideSettings } from "./override-settings.ts";

/** The clouds that a command works on: from the file, else from the environment; then `--cloud` and the other flags. */
export async function resolveConfiguration(
  { context, globals, messages }: Pick<Invocation, "context" | "globals" | "messages">,
  registry: AdapterRegistry,
): Promise<CrosstagConfiguration> {
  const file = await readConfigurationFile(globals.config, context);
  if (file !== undefined) messages.detail(`Configuration: ${file.path}`);
  const configuration = select(file?.configuration, globals.cloud, context.environment, registry);
  return overrideSettings(configuration, globals, context);
}

async function readConfigurationFile(
  name: string | undefined,
  context: CommandContext,
): Promise<{ path: string; configuration: CrosstagConfiguration } | undefined> {
  const path = name ?? (await findConfigurationFile(context.workingDirectory, currentUser(context.environment)));
  if (path === undefined) return undefined;
  const text = await readText(path, context);
  // Loaded on demand: without a file, neither YAML nor its schema is needed.
  const { parseConfiguration, withPathsFrom } = await import("@crosstag/config");
  const folder = dirname(resolvePath(path, context));
  return { path, configuration: withPathsFrom(folder, parseConfiguration(text, path)) };
}

/** A name is that of a cloud of the file, or of a provider: then it is every cloud of it that the file has. */
function select(
  configuration: CrosstagConfiguration | undefined,
  names: readonly string[] | undefined,
  environment: CommandContext["environment"],
  registry: AdapterRegistry,
): CrosstagConfiguration {
  if (names === undefined) return configuration ?? configurationFromEnvironment(environment, registry);
  const providers = registry.registrations.map(({ provider }) => provider);
  const configured = Object.entries(configuration?.clouds ?? {});
  const clouds = names.flatMap((name): readonly [string, CloudConfiguration][] => {
    const named = configured.filter(([own]) => own === name);
    if (named.length > 0) return named;
    if (providers.includes(name)) {
      const ofProvider = configured.filter(([, { provider }]) => provider === name);
      // Of a provider that the file does not have, the environment says the rest.
      return ofProvider.length > 0 ? ofProvider : [[name, cloudFromEnvironment(name, environment, registry)]];
    }
    const known = [...new Set([...configured.map(([own]) => own), ...providers])];
    const suggestion = didYouMean(name, known);
    throw new CrosstagError({
      code: "configuration",
      message: `There is no cloud named ${JSON.stringify(name)}. ${suggestion === undefined ? `Known are: ${known.join(", ")}.` : `Did you mean ${suggestion}?`}`,
    });
  });
  const selected = Object.fromEntries(clouds);
  const { default: preferred } = configuration ?? {};
  return {
    clouds: selected,
    ...(preferred !== undefined && Object.hasOwn(selected, preferred) && { default: preferred }),
  };
}

import {
  cloudFromEnvironment,
  configurationFromEnvironment,
  refuseUnusedEndpoint,
  type AdapterRegistry,
  type CloudConfiguration,
  type CrosstagConfiguration,
  type ScopeSelection,
} from "@crosstag/clouds";
import { isFleet, unknownCloud } from "@crosstag/config/hints";
import type { CommandContext } from "../command-context.ts";
import type { Invocation } from "../invocation.ts";
import type { SingleClouds } from "../output/describe-unmatched.ts";
import { isPartOf, narrowSingles, selectionOf } from "./cloud-selection.ts";
import { overrideSettings } from "./override-settings.ts";
import { UnknownCloudError } from "./unknown-cloud-error.ts";
import { readConfiguration } from "./read-configuration.ts";

/** The clouds that a command works on, with the adapters for them. */
export interface ResolvedConfiguration {
  readonly configuration: CrosstagConfiguration;
  readonly registry: AdapterRegistry;
  /** Which clouds of entries for many clouds are wanted. */
  readonly selection: ScopeSelection;
  /** The entries for one cloud, before a selection of accounts and regions. */
  readonly singles: SingleClouds;
}

/** Reads the clouds from the file, or else from the environment; then `--cloud` and the other flags apply. */
export async function resolveConfiguration(
  invocation: Pick<Invocation, "context" | "globals" | "messages">,
): Promise<ResolvedConfiguration> {
  const { context, globals, messages } = invocation;
  const { file, registry } = await readConfiguration(invocation);
  if (file !== undefined) messages.detail(`Configuration: ${file.path}`);
  const named = select(file?.configuration, globals.cloud, context.environment, registry);
  const selection = selectionOf(globals, named);
  const configuration = narrowSingles(named, selection);
  const ofOne = Object.values(named.clouds).filter((cloud) => !isFleet(cloud));
  const singles = {
    accounts: ofOne.flatMap(({ account }) => account ?? []),
    regions: ofOne.flatMap(({ region }) => region ?? []),
  };
  const overridden = overrideSettings(configuration, globals, context);
  refuseUnusedEndpoint(overridden, context.environment);
  return { configuration: overridden, registry, selection, singles };
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
    const parts = configured.filter(([own, cloud]) => isFleet(cloud) && isPartOf(name, own, cloud));
    if (parts.length > 0) return parts;
    if (providers.includes(name)) {
      const ofProvider = configured.filter(([, { provider }]) => provider === name);
      // Of a provider that the file does not have, the environment says the rest.
      return ofProvider.length > 0 ? ofProvider : [[name, cloudFromEnvironment(name, environment, registry)]];
    }
    const { suggestion, known = [] } = unknownCloud(name, { providers, configuration }) ?? {};
    throw new UnknownCloudError(
      `There is no cloud named ${JSON.stringify(name)}.`,
      suggestion === undefined ? `Write one of: ${known.join(", ")}.` : `Did you mean ${suggestion}?`,
    );
  });
  const selected = Object.fromEntries(clouds);
  const { default: preferred } = configuration ?? {};
  return {
    clouds: selected,
    ...(preferred !== undefined && Object.hasOwn(selected, preferred) && { default: preferred }),
  };
}

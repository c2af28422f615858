import type { KmsAdapter, KmsProfile } from "@crosstag/core/driver";
import type { AdapterRegistry } from "@crosstag/clouds";
import { UsageError } from "../usage-error.ts";
import { programRegistry, readConfiguration, type ReadingInvocation } from "./read-configuration.ts";

export interface NamedProfile {
  /** The provider, or the dialect where it is not the provider's own. */
  readonly name: string;
  readonly profile: KmsProfile;
}

/** Profiles by provider or dialect; without names, one for every provider. */
export async function resolveProfiles(
  names: readonly string[] | undefined,
  invocation: ReadingInvocation,
): Promise<readonly NamedProfile[]> {
  const registry = await registryFor(names, invocation);
  if (names === undefined || names.length === 0) {
    return Promise.all(
      registry.registrations.map(async ({ provider }) => ({
        name: provider,
        profile: (await registry.load(provider)).profile(),
      })),
    );
  }
  return Promise.all([...new Set(names)].map((name) => resolveProfile(name, registry)));
}

/** The profiles of those providers that have an adapter. */
export async function knownProfiles(
  providers: ReadonlySet<string>,
  invocation: ReadingInvocation,
): Promise<readonly KmsProfile[]> {
  if (providers.size === 0) return [];
  const registry = await registryFor([...providers], invocation);
  const known = registry.registrations.filter(({ provider }) => providers.has(provider));
  return Promise.all(known.map(async ({ provider }) => (await registry.load(provider)).profile()));
}

/** The configuration file is read only if it may be needed: these commands also work beside one that is wrong. */
async function registryFor(names: readonly string[] = [], invocation: ReadingInvocation): Promise<AdapterRegistry> {
  const registry = programRegistry(invocation.context);
  const providers = new Set(registry.registrations.map(({ provider }) => provider));
  if (names.length > 0 && names.every((name) => providers.has(name))) return registry;
  return (await readConfiguration(invocation)).registry;
}

async function resolveProfile(name: string, registry: AdapterRegistry): Promise<NamedProfile> {
  const providers = registry.registrations.map(({ provider }) => provider);
  if (providers.includes(name)) return { name, profile: (await registry.load(name)).profile() };
  const adapters: readonly KmsAdapter[] = await Promise.all(providers.map((provider) => registry.load(provider)));
  const adapter = adapters.find(({ dialects }) => dialects.includes(name));
  if (adapter !== undefined) return { name, profile: adapter.profile(name) };
  const known = [...new Set([...providers, ...adapters.flatMap(({ dialects }) => dialects)])];
  throw new UsageError(
    `${JSON.stringify(name)} is neither a provider nor a dialect.`,
    `Known are: ${known.join(", ")}.`,
  );
}

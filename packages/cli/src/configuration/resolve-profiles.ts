import type { ResourceKind } from "@crosstag/core";
import { kindsOf, type KmsAdapter, type KmsProfile } from "@crosstag/core/driver";
import { profilesOf, wholeProfile, type AdapterRegistry, type CrosstagConfiguration } from "@crosstag/clouds";
import { refuseUnknownKinds } from "../input/refuse-unknown-kinds.ts";
import { UsageError } from "../usage-error.ts";
import {
  programRegistry,
  readConfiguration,
  type CommandConfiguration,
  type ReadingInvocation,
} from "./read-configuration.ts";

export interface NamedProfile {
  /** As it was given: a configured cloud, a provider or a dialect. */
  readonly name: string;
  /** Of the KMS with the services beside it. */
  readonly profile: KmsProfile;
  /** Of each of them: of the KMS first. */
  readonly parts: readonly [KmsProfile, ...KmsProfile[]];
}

function named(name: string, adapter: KmsAdapter, dialect?: string): NamedProfile {
  return { name, profile: wholeProfile(adapter, dialect), parts: profilesOf(adapter, dialect) };
}

/** Profiles by the name of a configured cloud, a provider or a dialect; without names, one for every provider. */
export async function resolveProfiles(
  names: readonly string[] | undefined,
  invocation: ReadingInvocation,
): Promise<readonly NamedProfile[]> {
  const { registry, file } = await adaptersFor(names, invocation);
  if (names === undefined || names.length === 0) {
    return Promise.all(
      registry.registrations.map(async ({ provider }) => named(provider, await registry.load(provider))),
    );
  }
  const configured = file?.configuration.clouds ?? {};
  return Promise.all([...new Set(names)].map((name) => resolveProfile(name, registry, configured)));
}

/**
 * A kind that these clouds do not have can be one of another cloud, which is worth a verdict.
 * @throws UsageError for a kind that no cloud has
 */
export async function refuseKindOfNone(
  kind: ResourceKind,
  profiles: readonly NamedProfile[],
  invocation: ReadingInvocation,
): Promise<void> {
  if (profiles.some(({ profile }) => kindsOf(profile).includes(kind))) return;
  const all = await resolveProfiles(undefined, invocation);
  refuseUnknownKinds(
    [kind],
    all.map(({ profile }) => profile),
  );
}

/** The profiles of the given providers, if they have an adapter. */
export async function knownProfiles(
  providers: ReadonlySet<string>,
  invocation: ReadingInvocation,
): Promise<readonly KmsProfile[]> {
  if (providers.size === 0) return [];
  const { registry } = await adaptersFor([...providers], invocation);
  const known = registry.registrations.filter(({ provider }) => providers.has(provider));
  return Promise.all(known.map(async ({ provider }) => wholeProfile(await registry.load(provider))));
}

/** The configuration file is read only if it may be needed: these commands also work beside one that is wrong. */
async function adaptersFor(
  names: readonly string[] = [],
  invocation: ReadingInvocation,
): Promise<CommandConfiguration> {
  const registry = programRegistry(invocation.context);
  const providers = new Set(registry.registrations.map(({ provider }) => provider));
  if (names.length > 0 && names.every((name) => providers.has(name))) return { registry };
  return readConfiguration(invocation);
}

async function resolveProfile(
  name: string,
  registry: AdapterRegistry,
  configured: CrosstagConfiguration["clouds"],
): Promise<NamedProfile> {
  const cloud = Object.hasOwn(configured, name) ? configured[name] : undefined;
  if (cloud !== undefined) return named(name, await registry.load(cloud.provider), cloud.dialect);
  const providers = registry.registrations.map(({ provider }) => provider);
  if (providers.includes(name)) return named(name, await registry.load(name));
  const adapters: readonly KmsAdapter[] = await Promise.all(providers.map((provider) => registry.load(provider)));
  const adapter = adapters.find(({ dialects }) => dialects.includes(name));
  if (adapter !== undefined) return named(name, adapter, name);
  const known = [
    ...new Set([...Object.keys(configured), ...providers, ...adapters.flatMap(({ dialects }) => dialects)]),
  ];
  throw new UsageError(
    `${JSON.stringify(name)} is not a configured cloud, a provider or a dialect.`,
    `Write one of: ${known.join(", ")}.`,
  );
}

import type { ResourceKind } from "@crosstag/core";
import { kindsOf, type KmsProfile } from "@crosstag/core/driver";
import {
  findNamedProfile,
  nameProfile,
  wholeProfile,
  type AdapterRegistry,
  type CrosstagConfiguration,
  type NamedProfile,
} from "@crosstag/clouds";
import { refuseUnknownKinds } from "../input/refuse-unknown-kinds.ts";
import { UsageError } from "../usage-error.ts";
import {
  programRegistry,
  readConfiguration,
  type CommandConfiguration,
  type ReadingInvocation,
} from "./read-configuration.ts";

/** Profiles by the name of a configured cloud, a provider or a dialect; without names, one for every provider. */
export async function resolveProfiles(
  names: readonly string[] | undefined,
  invocation: ReadingInvocation,
): Promise<readonly NamedProfile[]> {
  const { registry, file } = await adaptersFor(names, invocation);
  if (names === undefined || names.length === 0) {
    return Promise.all(
      registry.registrations.map(async ({ provider }) => nameProfile(provider, await registry.load(provider))),
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
  const found = await findNamedProfile(name, registry, configured);
  if ("profile" in found) return found;
  throw new UsageError(
    `${JSON.stringify(name)} is not a configured cloud, a provider or a dialect.`,
    `Write one of: ${found.known.join(", ")}.`,
  );
}

import type { CrosstagConfiguration } from "@crosstag/config";
import type { KmsAdapter, KmsProfile } from "@crosstag/core/driver";
import type { AdapterRegistry } from "../adapter-registry.ts";
import { profilesOf } from "./entry-profiles.ts";
import { wholeProfile } from "./whole-profile.ts";

/** The data of a cloud that was named. */
export interface NamedProfile {
  /** As it was given: a configured cloud, a provider or a dialect. */
  readonly name: string;
  /** Of the KMS with the services beside it. */
  readonly profile: KmsProfile;
  /** Of each of them: of the KMS first. */
  readonly parts: readonly [KmsProfile, ...KmsProfile[]];
}

/** A name that no cloud has. */
export interface UnknownProfileName {
  /** Every name that could have been given. */
  readonly known: readonly string[];
}

/** Returns the data of the cloud of an adapter, under a name. @throws CrosstagError `configuration` for an unknown dialect */
export function nameProfile(name: string, adapter: KmsAdapter, dialect?: string): NamedProfile {
  return { name, profile: wholeProfile(adapter, dialect), parts: profilesOf(adapter, dialect) };
}

/**
 * Finds a cloud by its name in the configuration, its provider or its dialect, in this order.
 * @throws CrosstagError `configuration` if an adapter is missing
 */
export async function findNamedProfile(
  name: string,
  registry: AdapterRegistry,
  configured: CrosstagConfiguration["clouds"],
): Promise<NamedProfile | UnknownProfileName> {
  const cloud = Object.hasOwn(configured, name) ? configured[name] : undefined;
  if (cloud !== undefined) return nameProfile(name, await registry.load(cloud.provider), cloud.dialect);
  const providers = registry.registrations.map(({ provider }) => provider);
  if (providers.includes(name)) return nameProfile(name, await registry.load(name));
  const adapters: readonly KmsAdapter[] = await Promise.all(providers.map((provider) => registry.load(provider)));
  const adapter = adapters.find(({ dialects }) => dialects.includes(name));
  if (adapter !== undefined) return nameProfile(name, adapter, name);
  const dialects = adapters.flatMap((one) => one.dialects);
  return { known: [...new Set([...Object.keys(configured), ...providers, ...dialects])] };
}

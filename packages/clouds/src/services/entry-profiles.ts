import type { CrosstagConfiguration } from "@crosstag/config";
import type { KmsAdapter, KmsProfile } from "@crosstag/core/driver";
import type { AdapterRegistry } from "../adapter-registry.ts";
import { ownServices } from "./service-settings.ts";

/** The data of a KMS and of the services that stand beside it, in this order. */
export function profilesOf(adapter: KmsAdapter, dialect: string | undefined): readonly [KmsProfile, ...KmsProfile[]] {
  return [adapter.profile(dialect), ...ownServices(adapter, { dialect }).map(({ profile }) => profile)];
}

/**
 * The data of all clouds of a configuration, without a client.
 * @throws CrosstagError `configuration` if an adapter is missing or a dialect is unknown
 */
export async function entryProfiles(
  { clouds }: Pick<CrosstagConfiguration, "clouds">,
  registry: AdapterRegistry,
): Promise<readonly KmsProfile[]> {
  const profiles = await Promise.all(
    Object.values(clouds).map(async ({ provider, dialect }) => profilesOf(await registry.load(provider), dialect)),
  );
  return profiles.flat();
}

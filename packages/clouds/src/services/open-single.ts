import type { CloudConfiguration } from "@crosstag/config";
import type { DriverSettings, KmsDriver } from "@crosstag/core/driver";
import { DriverPool, type DriverSlot } from "../fleet/driver-pool.ts";
import { lazyDriver } from "../fleet/lazy-driver.ts";
import type { EntryParts } from "./entry-parts.ts";
import { closedService } from "./closed-service.ts";
import { serviceEndpoint } from "./service-endpoint.ts";
import { settingsOfKms, settingsOfService, type OwnService } from "./service-settings.ts";

/** What an entry that is one cloud is opened from. */
export interface SingleParts extends EntryParts {
  /** Credentials in code. Default: the cloud's own SDK finds them. */
  readonly credentials?: unknown;
  /** The options of the adapter, checked. Default: none. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Opens an entry that is one cloud: its KMS, and beside it each service, which opens at its first call. All share the name of
 * the entry and the credentials.
 * @returns the drivers by name: `main`, `main/secretsmanager`
 * @throws CrosstagError `configuration` if a setting is wrong
 */
export async function openSingle(
  name: string,
  cloud: CloudConfiguration,
  parts: SingleParts,
): Promise<ReadonlyMap<string, KmsDriver>> {
  const { adapter, profile, services, listedKinds } = parts;
  const settings = settingsOf(name, cloud, parts);
  const kms = await adapter.createDriver({ ...settings, ...settingsOfKms(profile, services, settings) });
  const kinds = listedKinds.get(profile);
  // The driver itself: a copy would lose what a class keeps private.
  if (kinds !== undefined) Object.assign(kms, { listedKinds: kinds });
  if (services.length === 0) return new Map([[name, kms]]);
  const pool = new DriverPool();
  const beside = services.map((own): readonly [string, KmsDriver] => [
    `${name}/${own.service.name}`,
    openService(own, { cloud, settings, kms, pool, listedKinds }),
  ]);
  // The services use the connection of the KMS, so it is closed last.
  const closeKms = kms.close.bind(kms);
  const close = async () => {
    await Promise.allSettled(beside.map(([, driver]) => driver.close()));
    await closeKms();
  };
  return new Map([[name, Object.assign(kms, { close })], ...beside]);
}

interface Beside extends Pick<EntryParts, "listedKinds"> {
  readonly cloud: CloudConfiguration;
  readonly settings: DriverSettings & { readonly name: string };
  readonly kms: KmsDriver;
  readonly pool: DriverPool;
}

function openService(own: OwnService, { cloud, settings, kms, pool, listedKinds }: Beside): KmsDriver {
  const { region } = kms.scope;
  const { endpoint, refused } = serviceEndpoint(settings.name, cloud, own.profile, region, kms.endpoint);
  const named = settingsOfService(own, settings.quotas);
  const { endpoint: _ofKms, ...shared } = settings;
  const slot: DriverSlot = {
    users: 0,
    open: async () => {
      if (refused !== undefined) throw refused;
      return own.service.createDriver(
        { ...shared, ...named, region, ...(endpoint !== undefined && { endpoint }) },
        kms,
      );
    },
  };
  return lazyDriver({
    pattern: closedService(own.profile, kms, { endpoint, rates: named.quotas, kinds: listedKinds.get(own.profile) }),
    scope: kms.scope,
    slot,
    pool,
    identify: (context) => kms.identify(context),
    explainIdentify: (error) => kms.classify(error),
    onClose: async () => {},
  });
}

function settingsOf(
  name: string,
  cloud: CloudConfiguration,
  { options, credentials }: SingleParts,
): DriverSettings & { readonly name: string } {
  const { provider: _provider, kinds: _kinds, services: _services, assumeRole, quotas, ...settings } = cloud;
  return {
    ...settings,
    name,
    ...(assumeRole?.arn !== undefined && { assumeRole: { ...assumeRole, arn: assumeRole.arn } }),
    ...(quotas !== undefined && quotas !== "discover" && { quotas }),
    ...(options !== undefined && { options }),
    ...(credentials !== undefined && { credentials }),
  };
}

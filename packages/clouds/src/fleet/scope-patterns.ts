import type { KmsDriver, KmsProfile } from "@crosstag/core/driver";
import { closedService } from "../services/closed-service.ts";
import { serviceEndpoint } from "../services/service-endpoint.ts";
import { settingsOfKms, settingsOfService, type NamedSettings, type OwnService } from "../services/service-settings.ts";
import type { DriverPool, DriverSlot } from "./driver-pool.ts";
import type { FleetScope } from "./fleet-scope.ts";
import type { FleetHandle } from "./open-fleet.ts";

type Rates = NamedSettings["quotas"];

/** One driver of a scope of a fleet, before it is opened. */
export interface ScopeDriver {
  /** `production/111122223333/eu-central-1`, with the service at the end if it is not the KMS. */
  readonly name: string;
  /** A driver with the same data. */
  readonly pattern: KmsDriver;
  /** The place of the driver. */
  readonly slot: DriverSlot;
}

/** The data that the drivers of an entry share: one set for each set of quotas at each endpoint. */
export class ScopePatterns {
  readonly #handle: FleetHandle;
  readonly #pool: DriverPool;
  readonly #ofKms = new Map<string | undefined, Map<Rates, KmsDriver>>();
  readonly #ofServices = new Map<KmsDriver, Map<string, KmsDriver>>();

  constructor(handle: FleetHandle, pool: DriverPool) {
    this.#handle = handle;
    this.#pool = pool;
  }

  /** The KMS of a scope, and the services beside it. @throws CrosstagError `configuration` if a setting is wrong */
  async driversOf(scope: FleetScope): Promise<readonly ScopeDriver[]> {
    const slot: DriverSlot = { users: 0, open: () => this.#openKms(scope) };
    const kms = await this.#kmsPattern(scope, slot);
    const services = this.#handle.parts.services.map((own) => this.#serviceDriver(own, scope, kms));
    return [{ name: scope.name, pattern: kms, slot }, ...services];
  }

  /** The data of the KMS and of each service in a region. Undefined: in no region. */
  dataAt(region: string | undefined): readonly KmsProfile[] {
    const { parts, endpointOf, cloud } = this.#handle;
    const [kms] = region === undefined ? [] : [...(this.#ofKms.get(endpointOf(region))?.values() ?? [])];
    const rates = cloud.quotas === "discover" ? undefined : cloud.quotas;
    const services = parts.services.map((own) =>
      kms === undefined || region === undefined
        ? withKinds(own.profile, this.#kindsOf(own.profile))
        : this.#servicePattern(own, region, rates, kms).pattern,
    );
    return [kms ?? withKinds(parts.profile, this.#kindsOf(parts.profile)), ...services];
  }

  async #kmsPattern({ account: { quotas }, region }: FleetScope, slot: DriverSlot): Promise<KmsDriver> {
    const endpoint = this.#handle.endpointOf(region);
    const atEndpoint = this.#ofKms.get(endpoint) ?? new Map<Rates, KmsDriver>();
    this.#ofKms.set(endpoint, atEndpoint);
    const known = atEndpoint.get(quotas);
    if (known !== undefined) return known;
    const driver = await this.#pool.use(slot, async (opened) => opened);
    const pattern = withKinds(driver, this.#kindsOf(this.#handle.parts.profile));
    atEndpoint.set(quotas, pattern);
    return pattern;
  }

  #serviceDriver(own: OwnService, { name, account, region }: FleetScope, kms: KmsDriver): ScopeDriver {
    const { cloud, connection } = this.#handle;
    const rates = account.quotas ?? (cloud.quotas === "discover" ? undefined : cloud.quotas);
    const { pattern, endpoint, refused } = this.#servicePattern(own, region, rates, kms);
    const slot: DriverSlot = {
      users: 0,
      open: async () => {
        if (refused !== undefined) throw refused;
        return connection.createDriver({
          ...settingsOfService(own, rates),
          ...(endpoint !== undefined && { endpoint }),
          ...(account.role !== undefined && { role: account.role }),
          account: account.id,
          region,
          name,
          service: own.service.name,
        });
      },
    };
    return { name: `${name}/${own.service.name}`, pattern, slot };
  }

  #servicePattern(own: OwnService, region: string, rates: Rates, kms: KmsDriver) {
    const { fleet, cloud, endpointOf } = this.#handle;
    const place = serviceEndpoint(fleet.entry, cloud, own.profile, region, endpointOf(region));
    const patterns = this.#ofServices.get(kms) ?? new Map<string, KmsDriver>();
    this.#ofServices.set(kms, patterns);
    const key = `${own.service.name} ${place.endpoint ?? ""}`;
    let pattern = patterns.get(key);
    if (pattern === undefined) {
      const { quotas } = settingsOfService(own, rates);
      const kinds = this.#kindsOf(own.profile);
      pattern = closedService(own.profile, kms, { endpoint: place.endpoint, rates: quotas, kinds });
      patterns.set(key, pattern);
    }
    return { ...place, pattern };
  }

  #kindsOf(profile: KmsProfile): KmsDriver["listedKinds"] {
    return this.#handle.parts.listedKinds.get(profile);
  }

  #openKms({ account, region, name }: FleetScope): Promise<KmsDriver> {
    const { connection, parts } = this.#handle;
    return connection.createDriver({
      account: account.id,
      region,
      name,
      ...(account.role !== undefined && { role: account.role }),
      ...settingsOfKms(parts.profile, parts.services, { quotas: account.quotas }),
    });
  }
}

function withKinds<Data extends KmsProfile>(data: Data, listedKinds: KmsDriver["listedKinds"]): Data {
  return listedKinds === undefined ? data : { ...data, listedKinds };
}

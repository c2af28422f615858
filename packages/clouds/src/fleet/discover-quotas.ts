import type { QuotaDiscovery } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import type { FleetHandle } from "./open-fleet.ts";

/** Nothing was read earlier, and nothing is kept. */
export const FOR_THIS_PROCESS: QuotaDiscovery = { known: async () => undefined, keep: () => {} };

/** The clouds of an entry whose request rates are read: all but those whose account has rates in the configuration. */
export function discoverQuotas(
  { fleet, memory, parts }: Pick<FleetHandle, "fleet" | "memory" | "parts">,
  drivers: ReadonlyMap<string, KmsDriver>,
): ReadonlyMap<KmsDriver, QuotaDiscovery> {
  const found = new Map<KmsDriver, QuotaDiscovery>();
  const services = [undefined, ...parts.services.map(({ service }) => service.name)];
  for (const { name, account, region } of fleet.scopes) {
    if (account.quotas !== undefined) continue;
    for (const service of services) {
      const beside = service === undefined ? "" : `/${service}`;
      const driver = drivers.get(`${name}${beside}`);
      if (driver !== undefined) found.set(driver, rememberedQuotas(`${account.id}/${region}${beside}`, memory));
    }
  }
  return found;
}

function rememberedQuotas(place: string, memory: FleetHandle["memory"]): QuotaDiscovery {
  return {
    async known() {
      const kept = (await memory?.known().catch(() => undefined))?.quotas.get(place);
      return kept !== undefined && memory?.isFresh(kept) === true ? kept.value : undefined;
    },
    keep: (rates) => memory?.keepQuotas(place, rates),
  };
}

import type { QuotaDiscovery } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import type { FleetHandle } from "./open-fleet.ts";

/** Nothing was read earlier, and nothing is kept. */
export const FOR_THIS_PROCESS: QuotaDiscovery = { known: async () => undefined, keep: () => {} };

/** The clouds of an entry whose request rates are read: all but those whose account has rates in the configuration. */
export function discoverQuotas(
  { fleet, memory }: Pick<FleetHandle, "fleet" | "memory">,
  drivers: ReadonlyMap<string, KmsDriver>,
): ReadonlyMap<KmsDriver, QuotaDiscovery> {
  const found = new Map<KmsDriver, QuotaDiscovery>();
  for (const { name, account, region } of fleet.scopes) {
    const driver = drivers.get(name);
    if (driver === undefined || account.quotas !== undefined) continue;
    const place = `${account.id}/${region}`;
    found.set(driver, {
      async known() {
        const kept = (await memory?.known().catch(() => undefined))?.quotas.get(place);
        return kept !== undefined && memory?.isFresh(kept) === true ? kept.value : undefined;
      },
      keep: (rates) => memory?.keepQuotas(place, rates),
    });
  }
  return found;
}

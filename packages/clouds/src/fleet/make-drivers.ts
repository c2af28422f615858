import { DriverPool } from "./driver-pool.ts";
import { compileRegions } from "./region-patterns.ts";
import { fleetScopeName } from "./fleet-scope.ts";
import { unreadableDriver } from "./unreadable-driver.ts";
import type { Failure, FleetConnection, KmsDriver, KmsProfile } from "@crosstag/core/driver";
import { lazyDriver } from "./lazy-driver.ts";
import type { FleetHandle } from "./open-fleet.ts";
import type { FleetScope } from "./fleet-scope.ts";
import { ScopePatterns, type ScopeDriver } from "./scope-patterns.ts";

/**
 * Makes the drivers of the clouds of an entry, by name. They open at their first call, except one for each set of quotas
 * at each endpoint, which shows what is wrong with the settings. The last one that is closed closes the connection.
 * @throws CrosstagError `configuration` if a setting is wrong. The connection is closed then
 */
export async function makeDrivers(handle: FleetHandle): Promise<ReadonlyMap<string, KmsDriver>> {
  const { fleet, connection, parts, memory } = handle;
  const pool = new DriverPool();
  const patterns = new ScopePatterns(handle, pool);
  const drivers = new Map<string, KmsDriver>();
  let open = fleet.scopes.length * (1 + parts.services.length);
  const onClose = async () => {
    open -= 1;
    if (open > 0) return;
    await memory?.save();
    await connection.close();
  };
  try {
    for (const scope of fleet.scopes)
      for (const one of await patterns.driversOf(scope))
        drivers.set(one.name, openLater(connection, scope, one, { pool, onClose }));
  } catch (error) {
    await Promise.allSettled([...drivers.values()].map((driver) => driver.close()));
    await connection.close().catch(() => {});
    throw error;
  }
  for (const [name, driver] of standIns(handle, patterns)) drivers.set(name, driver);
  if (open === 0) await connection.close();
  return drivers;
}

function openLater(
  connection: FleetConnection,
  { account, region }: FleetScope,
  { pattern, slot }: ScopeDriver,
  life: { readonly pool: DriverPool; readonly onClose: () => Promise<void> },
): KmsDriver {
  return lazyDriver({
    ...life,
    pattern,
    scope: { ...pattern.scope, account: account.id, region },
    slot,
    identify: async (context) => ({
      account: await connection.identify({ account: account.id, role: account.role }, context),
    }),
    explainIdentify: (error) => explainIdentify(connection, account, error),
  });
}

/** What stands for the accounts that cannot be read, or for the entry if its accounts are not known. */
function* standIns(
  { fleet: { entry, unreadable, unlisted }, regions: all }: FleetHandle,
  patterns: ScopePatterns,
): Generator<readonly [string, KmsDriver]> {
  for (const { account, error } of unreadable)
    for (const regions of regionParts(account.regions)) {
      const name = fleetScopeName(entry, account.id, regions.join(","));
      for (const profile of patterns.dataAt(regions.join(",")))
        yield [serviceName(name, profile), unreadableDriver(profile, account.id, { regions, error })];
    }
  if (unlisted === undefined) return;
  const everywhere = { regions: regionParts(all).flat(), error: unlisted };
  for (const profile of patterns.dataAt(undefined))
    yield [serviceName(entry, profile), unreadableDriver(profile, undefined, everywhere)];
}

function serviceName(name: string, { service }: KmsProfile): string {
  return service === undefined ? name : `${name}/${service}`;
}

/** Without a role, it is the credentials of the entry whose account is asked for. */
function explainIdentify(connection: FleetConnection, { role }: FleetScope["account"], error: unknown): Failure {
  const failure = connection.classify(error);
  return role === undefined && failure.code === "unauthenticated" ? { ...failure, entry: true } : failure;
}

/** Each region that is named, and the patterns, whose regions are not known, together. */
function regionParts(regions: readonly string[]): readonly (readonly string[])[] {
  const named = compileRegions(regions).select();
  const patterns = regions.filter((text) => !text.startsWith("!") && (text === "all" || /[*?]/.test(text)));
  const parts = named.map((region) => [region]);
  return patterns.length === 0 ? parts : [...parts, patterns.map((text) => (text === "all" ? "*" : text))];
}

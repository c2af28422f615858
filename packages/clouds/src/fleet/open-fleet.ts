import type { AccountConfiguration, CloudConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import type { Failure, FleetConnection, FleetSettings, KmsAdapter, KmsDriver, KmsProfile } from "@crosstag/core/driver";
import { DriverPool, type DriverSlot } from "./driver-pool.ts";
import { endpointOfRegion } from "./endpoint-of-region.ts";
import type { ExpandedFleet, FleetQuestions } from "./expand-fleet.ts";
import { expandFromCloud } from "./expand-from-cloud.ts";
import type { FleetCache } from "./fleet-cache.ts";
import { FleetMemory } from "./fleet-memory.ts";
import { askFleet, listNeeds } from "./fleet-questions.ts";
import { fleetScopeName, type FleetScope } from "./fleet-scope.ts";
import { lazyDriver } from "./lazy-driver.ts";
import { unreadableDriver } from "./unreadable-driver.ts";
import { compileRegions } from "./region-patterns.ts";
import { readAccounts } from "./read-accounts.ts";
import { scopesOfReferences } from "./scopes-of-references.ts";
import type { ScopeSelection } from "./scope-selection.ts";

/** What a fleet is opened from, beside its entry. */
export interface FleetInputs {
  /** The adapter of its provider. */
  readonly adapter: KmsAdapter;
  /** Credentials in code. Default: the cloud's own SDK finds them. */
  readonly credentials?: unknown;
  /** The options of the adapter, checked. Default: none. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** Which clouds are wanted. Default: all. */
  readonly selection?: ScopeSelection | undefined;
  /** Names of the only resources that are wanted. Default: all. */
  readonly references?: readonly string[] | undefined;
  /** Keeps what is learned of the organization and its regions. Default: nothing is kept. */
  readonly cache?: FleetCache | undefined;
}

/** An entry with its clouds, and the connection that they share. */
export interface FleetHandle {
  /** What the entry stands for. */
  readonly fleet: ExpandedFleet;
  /** What the clouds share. Not closed yet. */
  readonly connection: FleetConnection;
  /** What has been learned of the entry. Undefined: nothing is remembered. */
  readonly memory: FleetMemory | undefined;
  /** The data of its clouds, without a client. */
  readonly profile: KmsProfile;
  /** The configured endpoint of a region; undefined if it is the public one. */
  readonly endpointOf: (region: string) => string | undefined;
  /** The regions of all its accounts, as the configuration writes them. */
  readonly regions: readonly string[];
}

/**
 * Finds the clouds of an entry. Close the connection.
 * @throws CrosstagError `configuration` if the adapter has no fleets, a setting is wrong or there are no clouds. Nothing
 *   stays open then
 */
export async function findFleet(entry: string, cloud: CloudConfiguration, inputs: FleetInputs): Promise<FleetHandle> {
  const { adapter, selection = {}, references, cache } = inputs;
  const configured = await readAccounts(cloud);
  const profile = adapter.profile(cloud.dialect);
  const connection = await connect(entry, cloud, configured, inputs);
  try {
    const own = references?.filter((reference) => mayServe(profile, reference));
    const questions = askFleet(adapter.provider, cloud, connection, listNeeds(cloud, selection));
    const memory = memoryOf(entry, cloud, questions, cache);
    const named = own === undefined ? undefined : scopesOfReferences(entry, cloud, configured, own, profile.references);
    const fleet =
      named === undefined
        ? await expandFromCloud(entry, cloud, configured, { questions, memory }, { ...inputs, references: own })
        : { entry, provider: cloud.provider, whole: false, scopes: named, skipped: [], unreadable: [], warnings: [] };
    const regions = [...new Set([cloud, ...configured].flatMap((one) => one.regions ?? []))];
    return { fleet, connection, profile, memory, endpointOf: (region) => endpointOfRegion(cloud, region), regions };
  } catch (error) {
    await connection.close().catch(() => {});
    throw error;
  }
}

function memoryOf(
  name: string,
  cloud: CloudConfiguration,
  questions: FleetQuestions,
  cache: FleetCache | undefined,
): FleetMemory | undefined {
  if (cache === undefined || cloud.organization?.cacheSeconds === 0) return undefined;
  return new FleetMemory(cache, { name, cloud }, () => questions.ownAccount());
}

function mayServe({ references }: KmsProfile, reference: string): boolean {
  // Names that only another cloud can have are left to it; a short name may be one of this cloud.
  return references.claims(reference) || !/^[a-z]+:/i.test(reference);
}

async function connect(
  entry: string,
  cloud: CloudConfiguration,
  configured: readonly AccountConfiguration[],
  { adapter, credentials, options }: FleetInputs,
): Promise<FleetConnection> {
  if (adapter.openFleet === undefined)
    throw new CrosstagError({
      code: "configuration",
      provider: adapter.provider,
      message: `The entry ${JSON.stringify(entry)} stands for many clouds, but the adapter for ${adapter.title} has no fleets.`,
      hint: "Write an entry with region and account for each cloud.",
    });
  return adapter.openFleet(fleetSettings(entry, cloud, configured, credentials, options));
}

function fleetSettings(
  name: string,
  cloud: CloudConfiguration,
  configured: readonly AccountConfiguration[],
  credentials: unknown,
  options: FleetInputs["options"],
): FleetSettings {
  const { accounts: _accounts, organization: _organization, management: _management, ...single } = cloud;
  const { provider: _provider, region: _region, account: _account, assumeRole, regions, ...others } = single;
  const { endpoint, endpoints, quotas, ...rest } = others;
  const exampleRegion = [...(regions ?? []), ...configured.flatMap((one) => one.regions ?? [])].find(
    (text) => !/[!*?]/.test(text) && text !== "all",
  );
  return {
    ...rest,
    name,
    ...((endpoint !== undefined || endpoints !== undefined) && {
      endpointOf: (region) => endpointOfRegion(cloud, region),
    }),
    ...(quotas !== undefined && quotas !== "discover" && { quotas }),
    ...(assumeRole !== undefined && { session: assumeRole }),
    ...(exampleRegion !== undefined && { exampleRegion }),
    ...(options !== undefined && { options }),
    ...(credentials !== undefined && { credentials }),
  };
}

/**
 * Makes the drivers of the clouds of an entry, by name. They open at their first call, except one for each set of quotas
 * at each endpoint, which shows what is wrong with the settings. The last one that is closed closes the connection.
 * @throws CrosstagError `configuration` if a setting is wrong. The connection is closed then
 */
export async function makeDrivers(handle: FleetHandle): Promise<ReadonlyMap<string, KmsDriver>> {
  const { fleet, connection, endpointOf, memory } = handle;
  const pool = new DriverPool();
  const byEndpoint = new Map<string | undefined, Map<FleetScope["account"]["quotas"], KmsDriver>>();
  const drivers = new Map<string, KmsDriver>();
  let open = fleet.scopes.length;
  const onClose = async () => {
    open -= 1;
    if (open > 0) return;
    await memory?.save();
    await connection.close();
  };
  try {
    for (const scope of fleet.scopes) {
      const { account, region, name } = scope;
      const slot: DriverSlot = { users: 0, open: () => openScope(connection, scope) };
      const patterns = byEndpoint.get(endpointOf(region)) ?? new Map<FleetScope["account"]["quotas"], KmsDriver>();
      byEndpoint.set(endpointOf(region), patterns);
      let pattern = patterns.get(account.quotas);
      if (pattern === undefined) {
        pattern = await pool.use(slot, async (driver) => driver);
        patterns.set(account.quotas, pattern);
      }
      drivers.set(
        name,
        lazyDriver({
          pattern,
          scope: { ...pattern.scope, account: account.id, region },
          slot,
          pool,
          identify: async (context) => ({
            account: await connection.identify({ account: account.id, role: account.role }, context),
          }),
          explainIdentify: (error) => explainIdentify(connection, account, error),
          onClose,
        }),
      );
    }
  } catch (error) {
    await Promise.allSettled([...drivers.values()].map((driver) => driver.close()));
    await connection.close().catch(() => {});
    throw error;
  }
  for (const [name, driver] of standIns(
    handle,
    (region) => [...(byEndpoint.get(endpointOf(region))?.values() ?? [])][0],
  ))
    drivers.set(name, driver);
  if (open === 0) await connection.close();
  return drivers;
}

/**
 * What stands for the accounts that cannot be read, or for the entry if its accounts are not known.
 * @param driverAt a driver of the entry at the endpoint of a region, if there is one
 */
function* standIns(
  { fleet: { entry, unreadable, unlisted }, profile, regions: all }: FleetHandle,
  driverAt: (region: string) => KmsDriver | undefined,
): Generator<readonly [string, KmsDriver]> {
  for (const { account, error } of unreadable)
    for (const regions of regionParts(account.regions)) {
      const region = regions.join(",");
      const driver = unreadableDriver(driverAt(region) ?? profile, account.id, { regions, error });
      yield [fleetScopeName(entry, account.id, region), driver];
    }
  if (unlisted === undefined) return;
  yield [entry, unreadableDriver(profile, undefined, { regions: regionParts(all).flat(), error: unlisted })];
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

function openScope(connection: FleetConnection, { account, region, name }: FleetScope): Promise<KmsDriver> {
  return connection.createDriver({
    account: account.id,
    region,
    name,
    ...(account.role !== undefined && { role: account.role }),
    ...(account.quotas !== undefined && { quotas: account.quotas }),
  });
}

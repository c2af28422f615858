import type { CloudConfiguration, CrosstagConfiguration } from "@crosstag/config";
import { checkEntry, isFleet } from "@crosstag/config/hints";
import { CrosstagError, type CloudName, type QuotaDiscovery } from "@crosstag/core";
import type { KmsDriver, KmsProfile } from "@crosstag/core/driver";
import type { AdapterRegistry } from "./adapter-registry.ts";
import { checkAdapterOptions } from "./check-adapter-options.ts";
import type { ExpandedFleet } from "./fleet/expand-fleet.ts";
import { discoverQuotas, FOR_THIS_PROCESS } from "./fleet/discover-quotas.ts";
import { unitPath } from "./fleet/fleet-account.ts";
import { makeDrivers } from "./fleet/make-drivers.ts";
import { findFleet, type FleetHandle } from "./fleet/open-fleet.ts";
import type { FleetCache } from "./fleet/fleet-cache.ts";
import type { ScopeSelection } from "./fleet/scope-selection.ts";
import { entryParts } from "./services/entry-parts.ts";
import { openSingle } from "./services/open-single.ts";
import { requireCapabilities, type RequiredCapability } from "./required-capability.ts";

/** Credentials by the name of the cloud, in the form that its adapter takes. */
export type CloudCredentials = Readonly<Record<string, unknown>>;

/** What drivers are made from, beside the configuration. */
export interface DriverInputs {
  /** The adapters. */
  readonly registry: AdapterRegistry;
  /** What clouds must be able to do. Default: nothing. */
  readonly required?: readonly RequiredCapability[] | undefined;
  /** Credentials in code. Default: each cloud's own SDK finds them. */
  readonly credentials?: CloudCredentials | undefined;
  /** Which clouds of entries for many clouds are opened. Default: all. */
  readonly selection?: ScopeSelection | undefined;
  /** Names of the only resources that are wanted: entries for many clouds open only their clouds. Default: all. */
  readonly references?: readonly string[] | undefined;
  /** Keeps what is learned of organizations between processes. Default: nothing is kept. */
  readonly cache?: FleetCache | undefined;
}

/** The open clouds of a configuration. */
export interface OpenedClouds {
  /** The drivers by the names of their clouds, in the order of the configuration. */
  readonly drivers: ReadonlyMap<string, KmsDriver>;
  /** What each entry for many clouds stands for. */
  readonly fleets: readonly ExpandedFleet[];
  /** The configured name of each driver, as selections name it. */
  readonly cloudNames: ReadonlyMap<KmsDriver, CloudName>;
  /** The drivers whose request rates are read from the cloud. */
  readonly quotaDiscovery: ReadonlyMap<KmsDriver, QuotaDiscovery>;
}

/**
 * Creates the drivers of a configuration, by the names of its clouds and in its order. Sends nothing, unless the clouds of
 * an entry depend on the organization or on the enabled regions. An entry whose accounts cannot be listed gets one driver
 * that stands for it, and each call of which fails with the reason.
 * @throws CrosstagError `configuration` if an adapter is missing or a setting is wrong; `unsupported` if a required
 *   capability is missing; why the accounts cannot be listed, if that is so for every entry. No driver stays open then
 */
export async function openDrivers(
  configuration: CrosstagConfiguration,
  inputs: DriverInputs,
): Promise<ReadonlyMap<string, KmsDriver>> {
  const { drivers } = await openClouds(configuration, inputs);
  return drivers;
}

/** As `openDrivers`, with what the entries for many clouds stand for. */
export async function openClouds(configuration: CrosstagConfiguration, inputs: DriverInputs): Promise<OpenedClouds> {
  checkNames(configuration, inputs.credentials === undefined ? {} : inputs.credentials);
  // Waits for all, so that no driver is opened after this function has failed.
  const opened = await Promise.allSettled(
    Object.entries(configuration.clouds).map(([name, cloud]) => openEntry(name, cloud, inputs)),
  );
  const entries = opened.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const drivers = new Map(entries.flatMap((entry) => [...entry.drivers]));
  const failed = opened.find((result) => result.status === "rejected");
  const problem = failed === undefined ? (twoOfOneName(entries) ?? noneListed(entries)) : failed.reason;
  if (problem === undefined)
    return {
      drivers,
      fleets: entries.flatMap(({ fleet }) => fleet ?? []),
      cloudNames: new Map(entries.flatMap(namesOf)),
      quotaDiscovery: new Map(entries.flatMap((entry) => [...entry.quotaDiscovery])),
    };
  const all = entries.flatMap((entry) => [...entry.drivers.values()]);
  await Promise.allSettled(all.map(async (driver) => driver.close()));
  throw problem;
}

function namesOf({ entry, drivers, fleet }: OpenedEntry): readonly (readonly [KmsDriver, CloudName])[] {
  if (fleet === undefined) return [...drivers.values()].map((driver) => [driver, { entry }]);
  const accounts = [...fleet.scopes, ...fleet.unreadable].map(({ account }) => [account.id, account] as const);
  const accountOf = new Map(accounts);
  return [...drivers.values()].map((driver) => {
    const { account: id = "", region } = driver.scope;
    const { name, units = [] } = accountOf.get(id) ?? {};
    const account = { id, name, ...(units.length > 0 && { unit: unitPath(units) }) };
    // The regions of an unreadable account may not be known, or not even its accounts.
    if (fleet.unlisted !== undefined) return [driver, { entry }];
    return [driver, { entry, account, ...(!/[*?,]/.test(region) && { region }) }];
  });
}

const NONE: ReadonlyMap<KmsDriver, QuotaDiscovery> = new Map();

/** The open clouds of one entry. */
export interface OpenedEntry {
  /** The name of the entry. */
  readonly entry: string;
  /** By name. */
  readonly drivers: ReadonlyMap<string, KmsDriver>;
  /** What the entry stands for, if it is for many clouds. */
  readonly fleet?: ExpandedFleet;
  /** Its drivers whose request rates are read from the cloud. */
  readonly quotaDiscovery: ReadonlyMap<KmsDriver, QuotaDiscovery>;
}

/** Opens one entry. @throws CrosstagError as `openDrivers` */
export async function openEntry(name: string, cloud: CloudConfiguration, inputs: DriverInputs): Promise<OpenedEntry> {
  const discovers = cloud.quotas === "discover";
  if (isFleet(cloud)) {
    const handle = await findEntry(name, cloud, inputs);
    const drivers = await makeDrivers(handle);
    const quotaDiscovery = discovers ? discoverQuotas(handle, drivers) : NONE;
    return { entry: name, drivers, fleet: handle.fleet, quotaDiscovery };
  }
  const drivers = await openSingle(name, cloud, await prepareEntry(name, cloud, inputs));
  const quotaDiscovery = discovers ? new Map([...drivers.values()].map((driver) => [driver, FOR_THIS_PROCESS])) : NONE;
  return { entry: name, drivers, quotaDiscovery };
}

/** Finds the clouds of one entry for many. Close the connection. @throws CrosstagError as `openDrivers` */
export async function findEntry(name: string, cloud: CloudConfiguration, inputs: DriverInputs): Promise<FleetHandle> {
  const { selection, references, cache } = inputs;
  return findFleet(name, cloud, { ...(await prepareEntry(name, cloud, inputs)), selection, references, cache });
}

async function prepareEntry(
  name: string,
  cloud: CloudConfiguration,
  { registry, required = [], credentials = {} }: DriverInputs,
) {
  refuseEntry(name, cloud);
  const adapter = await registry.load(cloud.provider);
  const parts = entryParts(name, cloud, adapter);
  requireCapabilities(name, [parts.profile, ...parts.services.map(({ profile }) => profile)], required);
  if (cloud.quotas === "discover") requireQuotaDiscovery(name, parts.profile);
  const options = await checkAdapterOptions(name, adapter, cloud.options);
  return { ...parts, options, credentials: Object.hasOwn(credentials, name) ? credentials[name] : undefined };
}

function requireQuotaDiscovery(name: string, { title, quotaDiscovery }: KmsProfile): void {
  if (quotaDiscovery?.support === "yes" || quotaDiscovery?.support === "unverified") return;
  throw new CrosstagError({
    code: "configuration",
    message: `clouds.${name}: quotas: discover is not possible. ${quotaDiscovery?.reason ?? `The adapter for ${title} does not read quotas.`}`,
    hint: "Write the rates by quota id under quotas, or remove the line. Show the ids: crosstag providers",
  });
}

/** A configuration in code has not been checked. */
function refuseEntry(name: string, cloud: CloudConfiguration): void {
  const [first] = checkEntry(name, cloud);
  if (first !== undefined)
    throw new CrosstagError({ code: "configuration", message: `clouds.${name}: ${first.problem}` });
}

/** Why no entry can be read at all. One entry whose accounts cannot be listed does not stop the others. */
function noneListed(entries: readonly OpenedEntry[]): CrosstagError | undefined {
  const errors = entries.map(({ fleet }) => fleet?.unlisted);
  return errors.every((error) => error !== undefined) ? errors[0] : undefined;
}

/** An entry can have the name that a cloud of a fleet has. */
function twoOfOneName(entries: readonly OpenedEntry[]): CrosstagError | undefined {
  const seen = new Set<string>();
  for (const name of entries.flatMap(({ drivers }) => [...drivers.keys()])) {
    if (seen.has(name))
      return new CrosstagError({
        code: "configuration",
        message: `Two configured clouds have the name ${JSON.stringify(name)}.`,
        hint: "Rename one of the entries.",
      });
    seen.add(name);
  }
  return undefined;
}

function checkNames({ clouds, default: preferred }: CrosstagConfiguration, credentials: CloudCredentials): void {
  const names = Object.keys(clouds);
  if (preferred !== undefined && !names.includes(preferred))
    throw new CrosstagError({
      code: "configuration",
      message: `The default cloud ${JSON.stringify(preferred)} is not one of the configured clouds: ${names.join(", ")}.`,
    });
  // A Map, for example, has no keys of an object: its credentials would be ignored.
  if (credentials === null || typeof credentials !== "object" || Symbol.iterator in credentials)
    throw new CrosstagError({
      code: "configuration",
      message: "`credentials` is not an object with the credentials of each cloud by its name.",
      hint: `Pass { ${JSON.stringify(names[0] ?? "main")}: … }.`,
    });
  const unknown = Object.keys(credentials).find((name) => !names.includes(name));
  const missing = names.find((name) => Object.hasOwn(credentials, name) && credentials[name] === undefined);
  // Such as a tenant that was not found. The credentials of this process may belong to another account.
  if (missing !== undefined)
    throw new CrosstagError({
      code: "configuration",
      message: `The credentials that are given for the cloud ${JSON.stringify(missing)} are undefined.`,
      hint: "Pass the credentials. If the SDK of the cloud is to find them, leave out the name.",
    });
  if (unknown !== undefined)
    throw new CrosstagError({
      code: "configuration",
      message: `Credentials are given for the cloud ${JSON.stringify(unknown)}, which is not one of the configured clouds: ${names.join(", ")}.`,
      hint: "Credentials are given by the name of the cloud, not by its provider.",
    });
}

import { setTimeout as sleep } from "node:timers/promises";
import type { CloudConfiguration, CrosstagConfiguration } from "@crosstag/config";
import { isFleet } from "@crosstag/config/hints";
import { CrosstagError, scopeName } from "@crosstag/core";
import type { FleetAccountAccess, KmsDriver } from "@crosstag/core/driver";
import { refuseUnknownOptions, type OptionNames } from "@crosstag/core/internal";
import { askAccount } from "./ask-account.ts";
import { emptySelection } from "./empty-selection.ts";
import type { ExpandedFleet } from "./fleet/expand-fleet.ts";
import { unitPath, type FleetAccount, type SkipReason } from "./fleet/fleet-account.ts";
import type { FleetHandle } from "./fleet/open-fleet.ts";
import { connectionError, sendPatiently } from "./fleet/send-patiently.ts";
import { findEntry, openEntry, type DriverInputs } from "./open-drivers.ts";

/** Accounts that are asked for at once. */
const AT_ONCE = 16;

/** One account of the configuration with its regions, without its keys. */
export interface ListedCloud {
  /**
   * The name of the entry; for many clouds with the account: `production/111122223333`. The entry alone if its accounts
   * cannot be listed.
   */
  readonly name: string;
  /** The provider. */
  readonly provider: string;
  /** The account. Absent: it is not configured, and was not asked for. */
  readonly account?: string;
  /** The name of the account. Absent: none is known. */
  readonly accountName?: string;
  /** The path of its units. Absent: none, or not known. */
  readonly unit?: string;
  /** Its regions. Empty: they are not known, or the account is skipped. */
  readonly regions: readonly string[];
  /** The role that is assumed. Absent: none. */
  readonly role?: string;
  /** Where the account is known from. */
  readonly source: FleetAccount["source"];
  /** When the organization was asked for its accounts, ISO 8601. Absent: now, or it was not asked. */
  readonly listedAt?: string;
  /** `ready`: it would be read. `checked`: its credentials work. `skipped`, `unreadable`: see `reason` and `error`. */
  readonly state: "ready" | "checked" | "skipped" | "unreadable";
  /** Why it is skipped. */
  readonly reason?: SkipReason;
  /** Why it cannot be read. */
  readonly error?: CrosstagError;
}

/** What a configuration stands for. */
export interface CloudList {
  /** In the order of the configuration. */
  readonly clouds: readonly ListedCloud[];
  /** What the configuration says without effect, one sentence each. */
  readonly warnings: readonly string[];
  /** What each entry for many clouds stands for. */
  readonly fleets: readonly ExpandedFleet[];
}

/** Inputs of `listClouds`. */
export interface ListCloudsInputs extends DriverInputs {
  /** Ask for the account of the credentials of each account, by assuming its role. No call to a KMS. Default: false. */
  readonly check?: boolean | undefined;
}

const OPTIONS: OptionNames<ListCloudsInputs> = {
  registry: true,
  required: true,
  credentials: true,
  selection: true,
  references: true,
  cache: true,
  check: true,
};

/**
 * Lists what the entries of a configuration stand for, without a call to a KMS.
 * @throws CrosstagError as `openDrivers`; `configuration` if the selection leaves none
 */
export async function listClouds(configuration: CrosstagConfiguration, inputs: ListCloudsInputs): Promise<CloudList> {
  refuseUnknownOptions("listClouds", inputs, OPTIONS);
  const clouds: ListedCloud[] = [];
  const warnings: string[] = [];
  const unlisted: CrosstagError[] = [];
  const fleets: ExpandedFleet[] = [];
  for (const [name, cloud] of Object.entries(configuration.clouds)) {
    if (!isFleet(cloud)) {
      clouds.push(await listSingle(name, cloud, inputs));
      continue;
    }
    const handle = await findEntry(name, cloud, inputs);
    try {
      fleets.push(handle.fleet);
      warnings.push(...handle.fleet.warnings);
      clouds.push(...(await listFleet(handle, inputs.check === true)));
      if (handle.fleet.unlisted !== undefined) unlisted.push(handle.fleet.unlisted);
    } finally {
      await handle.connection.close();
    }
  }
  const [error] = unlisted;
  if (error !== undefined && unlisted.length === Object.keys(configuration.clouds).length) throw error;
  if (clouds.length === 0) throw emptySelection(fleets, inputs.selection);
  return { clouds, warnings: [...warnings, ...describeOverlaps(clouds)], fleets };
}

/** Commands that use both entries refuse what is in both, because it would be read and changed twice. */
function describeOverlaps(clouds: readonly ListedCloud[]): readonly string[] {
  const entries = new Map<string, string>();
  const overlaps = new Map<string, string[]>();
  for (const { name, provider, account, regions } of clouds) {
    if (account === undefined) continue;
    for (const region of regions) {
      const entry = name.endsWith(`/${account}`) ? name.slice(0, -`/${account}`.length) : name;
      const scope = scopeName({ provider, scope: { account, region } });
      const other = entries.get(scope);
      if (other === undefined) entries.set(scope, entry);
      else overlaps.set(`${other} and ${entry}`, [...(overlaps.get(`${other} and ${entry}`) ?? []), scope]);
    }
  }
  return [...overlaps].map(([both, [first, ...others]]) => {
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    return `${both} both stand for ${first}${more}. Select one of them with --cloud, or leave the account out of one entry.`;
  });
}

async function listSingle(
  name: string,
  cloud: CloudConfiguration,
  { check = false, ...inputs }: ListCloudsInputs,
): Promise<ListedCloud> {
  const { drivers } = await openEntry(name, cloud, inputs);
  const [driver] = drivers.values();
  try {
    const { provider, assumeRole, account, region } = cloud;
    const listed = {
      name,
      provider,
      regions: [driver?.scope.region ?? region].filter((one) => one !== undefined),
      source: "configuration" as const,
      ...(account !== undefined && { account }),
      ...(assumeRole?.arn !== undefined && { role: assumeRole.arn }),
    };
    if (!check || driver === undefined) return { ...listed, state: "ready" };
    return { ...listed, ...(await checkDriver(driver, cloud)) };
  } finally {
    await Promise.all([...drivers.values()].map((one) => one.close()));
  }
}

async function checkDriver(
  driver: KmsDriver,
  { account: configured, callTimeoutSeconds }: Pick<CloudConfiguration, "account" | "callTimeoutSeconds">,
): Promise<Pick<ListedCloud, "state" | "account" | "error">> {
  try {
    const account = (await askAccount(driver, { callTimeoutSeconds })) ?? configured;
    if (configured !== undefined && account !== configured) return otherAccount(driver.provider, account);
    return { state: "checked", ...(account !== undefined && { account }) };
  } catch (cause) {
    return { state: "unreadable", error: connectionError(driver.provider, driver, undefined, cause) };
  }
}

function otherAccount(provider: string, account: string | undefined): Pick<ListedCloud, "state" | "error"> {
  const message = `The credentials belong to account ${account ?? "unknown"}.`;
  const hint = "Use credentials of the configured account, or correct the configuration.";
  return { state: "unreadable", error: new CrosstagError({ code: "configuration", provider, message, hint }) };
}

async function listFleet(handle: FleetHandle, check: boolean): Promise<readonly ListedCloud[]> {
  const { fleet } = handle;
  const { entry, provider, unlisted } = fleet;
  if (unlisted !== undefined) {
    const source = "organization" as const;
    return [{ name: entry, provider, regions: [], source, state: "unreadable", error: unlisted }];
  }
  const regionsOf = new Map<FleetAccount, string[]>();
  for (const { account, region } of fleet.scopes) {
    const regions = regionsOf.get(account);
    if (regions === undefined) regionsOf.set(account, [region]);
    else regions.push(region);
  }
  const listed = ({ source }: Pick<FleetAccount, "source">) =>
    source === "organization" && fleet.listedAt !== undefined ? { source, listedAt: fleet.listedAt } : { source };
  const ready = [...regionsOf].map(([account, regions]) => ({
    ...describeAccount(entry, provider, account),
    regions,
    ...(account.role !== undefined && { role: account.role.name }),
    ...listed(account),
  }));
  const states = check ? await checkAccounts(handle, [...regionsOf.keys()]) : undefined;
  return [
    ...ready.map((cloud, index) => ({ ...cloud, ...(states?.[index] ?? ({ state: "ready" } as const)) })),
    ...fleet.unreadable.map(({ account, error }) => ({
      ...describeAccount(entry, provider, account),
      regions: [],
      ...listed(account),
      state: "unreadable" as const,
      error,
    })),
    ...fleet.skipped.map((account) => ({
      ...describeAccount(entry, provider, account),
      regions: [],
      ...listed(account),
      state: "skipped" as const,
      reason: account.reason,
    })),
  ];
}

function describeAccount(
  entry: string,
  provider: string,
  { id, name, units }: Pick<FleetAccount, "id" | "name" | "units">,
): Pick<ListedCloud, "name" | "provider" | "account" | "accountName" | "unit"> {
  return {
    name: `${entry}/${id}`,
    provider,
    account: id,
    ...(name !== undefined && { accountName: name }),
    ...(units.length > 0 && { unit: unitPath(units) }),
  };
}

async function checkAccounts(
  { fleet: { provider }, cloud: { callTimeoutSeconds }, connection }: FleetHandle,
  accounts: readonly FleetAccount[],
): Promise<readonly Pick<ListedCloud, "state" | "error">[]> {
  const call = sendPatiently(connection, { sleep, random: Math.random, callTimeoutSeconds });
  const states: Pick<ListedCloud, "state" | "error">[] = [];
  const waiting = accounts.entries();
  const worker = async () => {
    for (const [index, { id, role }] of waiting) {
      const access: FleetAccountAccess = { account: id, ...(role !== undefined && { role }) };
      try {
        const account = await call((context) => connection.identify(access, context));
        states[index] = account === id ? { state: "checked" } : otherAccount(provider, account);
      } catch (cause) {
        states[index] = { state: "unreadable", error: connectionError(provider, connection, undefined, cause) };
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return states;
}

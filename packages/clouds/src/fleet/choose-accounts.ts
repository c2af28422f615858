import type { AccountConfiguration, CloudConfiguration } from "@crosstag/config";
import type { FleetRole, OrganizationAccount } from "@crosstag/core/driver";
import { isInUnit, type FleetAccount, type SkippedAccount, type SkipReason } from "./fleet-account.ts";

/** What an entry says about its accounts. */
export type AccountChoice = Pick<CloudConfiguration, "organization" | "assumeRole" | "regions" | "management">;

/** The accounts of a fleet, before its regions are known. */
export interface ChosenAccounts {
  /** To be read. */
  readonly accounts: readonly FleetAccount[];
  /** Left alone. */
  readonly skipped: readonly SkippedAccount[];
  /** Suspended: their keys exist, and cannot be read at present. */
  readonly suspended: readonly FleetAccount[];
  /** What the configuration says without effect, one sentence each. */
  readonly warnings: readonly string[];
}

/** Chooses the accounts of a fleet from those of the configuration and those of the organization. */
export function chooseAccounts(
  entry: string,
  choice: AccountChoice,
  configured: readonly AccountConfiguration[],
  listed: readonly OrganizationAccount[] | undefined,
): ChosenAccounts {
  const { organization = {} } = choice;
  const own = new Map(configured.map((account) => [account.id, account]));
  const exclude = new AccountNames(organization.exclude ?? []);
  const units = new AccountNames(organization.units ?? []);
  const isMember = (account: OrganizationAccount) => {
    const chosen = organization.units === undefined || units.match(account) || own.has(account.id);
    return !exclude.match(account) && chosen;
  };
  const members = judgeMembers(choice, own, listed?.filter(isMember) ?? []);
  const known = new Set(listed?.map(({ id }) => id));
  const others = configured.filter(({ id }) => !known.has(id));
  const added = others
    .filter(({ id }) => !exclude.match({ id, units: [] }))
    .map((account) => toFleetAccount(choice, account, { state: "unknown", units: [], source: "configuration" }));
  const warnings = [
    ...(listed === undefined ? [] : others).map(
      ({ id }) => `the organization does not have the account ${id}, which the configuration lists.`,
    ),
    ...units.unused().map((unit) => `no account of the organization is in the unit ${unit}.`),
    ...exclude.unused().map((name) => `exclude: ${name} excludes nothing.`),
  ];
  return {
    ...members,
    accounts: [...members.accounts, ...added],
    warnings: warnings.map((warning) => `${entry}: ${warning}`),
  };
}

function judgeMembers(
  choice: AccountChoice,
  own: ReadonlyMap<string, AccountConfiguration>,
  members: readonly OrganizationAccount[],
): Omit<ChosenAccounts, "warnings"> {
  const accounts: FleetAccount[] = [];
  const skipped: SkippedAccount[] = [];
  const suspended: FleetAccount[] = [];
  for (const member of members) {
    const account = toFleetAccount(choice, own.get(member.id) ?? { id: member.id }, {
      ...member,
      source: "organization",
    });
    const fate = fateOf(member, choice, own.has(member.id));
    if (fate === "read") accounts.push(account);
    else if (fate === "own-credentials") accounts.push(withOwnCredentials(account));
    else if (fate === "suspended") suspended.push(account);
    else skipped.push(toSkipped(account, fate));
  }
  return { accounts, skipped, suspended };
}

type Fate = "read" | "own-credentials" | "suspended" | SkipReason;

/** What becomes of an account of the organization. `named`: the configuration lists it by its id. */
function fateOf(
  { state, isManagement = false }: OrganizationAccount,
  { organization, management = "skip" }: AccountChoice,
  named: boolean,
): Fate {
  const { states = ["active", "pending-closure"] } = organization ?? {};
  if (state === "closed" || state === "pending-activation") return state;
  const special = isManagement && !named ? management : "role";
  if (special === "skip") return "management-account";
  if (state === "suspended" && !states.includes(state)) return "suspended";
  if (state === "pending-closure" && !states.includes(state)) return state;
  return special === "own-credentials" ? special : "read";
}

/** Accounts by id, and units by id or path, with a record of what has matched. */
class AccountNames {
  readonly #names: readonly string[];
  readonly #used = new Set<string>();

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  match({ id, units }: Pick<OrganizationAccount, "id" | "units">): boolean {
    const matching = this.#names.filter((name) => name === id || isInUnit(name, units));
    for (const name of matching) this.#used.add(name);
    return matching.length > 0;
  }

  unused(): readonly string[] {
    return this.#names.filter((name) => !this.#used.has(name));
  }
}

/** An account that is left alone, and why. */
export function toSkipped(
  { id, name, units, tags, regions, source }: FleetAccount,
  reason: SkipReason,
): SkippedAccount {
  return {
    id,
    units,
    regions,
    source,
    reason,
    ...(name !== undefined && { name }),
    ...(tags !== undefined && { tags }),
  };
}

/** An account with what the configuration says about it, or else about all accounts of the entry. */
export function toFleetAccount(
  { assumeRole, regions = [] }: AccountChoice,
  configured: AccountConfiguration,
  known: Pick<FleetAccount, "state" | "units" | "source" | "name" | "tags">,
): FleetAccount {
  const name = configured.name ?? known.name;
  const role = roleOf(configured.role ?? assumeRole?.name, configured.externalId ?? assumeRole?.externalId);
  return {
    id: configured.id,
    state: known.state,
    units: known.units,
    source: known.source,
    regions: configured.regions ?? regions,
    ...(name !== undefined && { name }),
    ...((known.tags ?? configured.tags) !== undefined && { tags: { ...known.tags, ...configured.tags } }),
    ...(role !== undefined && { role }),
    ...(configured.quotas !== undefined && { quotas: configured.quotas }),
  };
}

function roleOf(name: string | undefined, externalId: string | undefined): FleetRole | undefined {
  if (name === undefined) return undefined;
  return { name, ...(externalId !== undefined && { externalId }) };
}

function withOwnCredentials({ role: _role, ...account }: FleetAccount): FleetAccount {
  return account;
}

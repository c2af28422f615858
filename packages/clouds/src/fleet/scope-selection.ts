import { CrosstagError } from "@crosstag/core";
import { isAccount, matchesGlob, parseTagFilter, selectsFleetPart } from "@crosstag/core/internal";
import { isInUnit, type FleetAccount } from "./fleet-account.ts";

/** Which clouds of the configuration are wanted. All conditions must be met. */
export interface ScopeSelection {
  /**
   * Entries of the configuration or providers, with an account and a region if wanted: `production`,
   * `production/111122223333`, `production/1111*`. Patterns with `*` and `?` are allowed in each part. Default: all.
   */
  readonly clouds?: readonly string[] | undefined;
  /** Accounts by id or name, with `*` and `?`. Default: all. */
  readonly accounts?: readonly string[] | undefined;
  /** Accounts by id or name that are not wanted, with `*` and `?`. Default: none. */
  readonly notAccounts?: readonly string[] | undefined;
  /** Regions, with `*` and `?`. Default: all. */
  readonly regions?: readonly string[] | undefined;
  /** Units by id or path of names, with everything below them. Default: all. */
  readonly units?: readonly string[] | undefined;
  /**
   * Conditions on the tags that accounts have in their organization or in the configuration: `env`, `env=prod*`,
   * `env!=test`. Default: none.
   */
  readonly accountTags?: readonly string[] | undefined;
}

/** An entry as it is selected. */
export interface SelectableEntry {
  /** The name in the configuration. */
  readonly name: string;
  /** The provider of the entry. */
  readonly provider: string;
}

/** An account as it is selected. */
export type SelectableAccount = Pick<FleetAccount, "id" | "name" | "units" | "tags">;

/** Whether some cloud of an entry can be wanted. */
export function selectsEntry({ clouds }: ScopeSelection, entry: SelectableEntry): boolean {
  return clouds === undefined || clouds.some((cloud) => selectsFleetPart(cloud, partOf(entry)));
}

/** Whether some region of an account can be wanted. */
export function selectsAccount(selection: ScopeSelection, entry: SelectableEntry, account: SelectableAccount): boolean {
  const { clouds, accounts, notAccounts = [], units, accountTags = [] } = selection;
  return (
    (clouds === undefined || clouds.some((cloud) => selectsFleetPart(cloud, { ...partOf(entry), account }))) &&
    (accounts === undefined || accounts.some((one) => isAccount(one, account))) &&
    !notAccounts.some((one) => isAccount(one, account)) &&
    (units === undefined || units.some((unit) => isInUnit(unit, account.units))) &&
    accountTags.every((condition) => hasTag(condition, account))
  );
}

/** Whether a condition on accounts is about their ids: no name of an account is matched by it, or every account is. */
export function isOnlyAnId(wanted: string): boolean {
  return /^(?:\d{10,}|\*)$/.test(wanted);
}

/** Whether the ids of accounts decide which are selected, so that their names, units and tags need not be known. */
export function selectsByIds({
  clouds = [],
  accounts = [],
  notAccounts = [],
  units,
  accountTags = [],
}: ScopeSelection): boolean {
  const ofClouds = clouds.map((cloud) => cloud.split("/")[1] ?? "*");
  return (
    units === undefined && accountTags.length === 0 && [...ofClouds, ...accounts, ...notAccounts].every(isOnlyAnId)
  );
}

/** @throws CrosstagError `configuration` if the condition is not one */
function hasTag(condition: string, { tags = {} }: SelectableAccount): boolean {
  const test = parseTagFilter(condition);
  if (typeof test === "function") return test(new Map(Object.entries(tags)));
  throw new CrosstagError({
    code: "configuration",
    message: `The condition ${JSON.stringify(condition)} on tags of accounts ${test.problem}.`,
    hint: test.fix,
  });
}

/** Whether a region of an account is wanted. The account must be. */
export function selectsRegion(
  { clouds, regions }: ScopeSelection,
  entry: SelectableEntry,
  account: SelectableAccount,
  region: string,
): boolean {
  return (
    (regions === undefined || regions.some((one) => matchesGlob(one, region))) &&
    (clouds === undefined || clouds.some((cloud) => selectsFleetPart(cloud, { ...partOf(entry), account, region })))
  );
}

/** Whether everything that a selection asks for of accounts and units is among these accounts. */
export function knowsAll(
  selection: ScopeSelection,
  entry: SelectableEntry,
  known: readonly SelectableAccount[],
): boolean {
  const { accountTags = [] } = selection;
  return (
    unmatchedNames({ ...selection, notAccounts: [] }, entry, known).length === 0 &&
    accountTags.every((condition) => known.some((account) => hasTag(condition, account)))
  );
}

/** A name in a selection that stands for no account, or for no region of the accounts that it selects. */
export interface UnmatchedName {
  /** The part of the selection. */
  readonly part: "clouds" | "accounts" | "notAccounts" | "units" | "regions";
  /** The name or pattern, as it was given. */
  readonly name: string;
}

/** What a selection names of accounts and units that is not among these accounts. */
export function unmatchedNames(
  { clouds = [], accounts = [], notAccounts = [], units = [] }: ScopeSelection,
  entry: SelectableEntry,
  known: readonly SelectableAccount[],
): readonly UnmatchedName[] {
  const part = partOf(entry);
  const unmatched = (names: readonly string[], isOne: (name: string, account: SelectableAccount) => boolean) =>
    names.filter((name) => !known.some((account) => isOne(name, account)));
  const ofEntry = clouds.filter((cloud) => selectsFleetPart(cloud, part));
  return [
    ...unmatched(ofEntry, (cloud, account) => selectsFleetPart(cloud, { ...part, account })).map(named("clouds")),
    ...unmatched(accounts, isAccount).map(named("accounts")),
    ...unmatched(notAccounts, isAccount).map(named("notAccounts")),
    ...unmatched(units, (unit, account) => isInUnit(unit, account.units)).map(named("units")),
  ];
}

function named(part: UnmatchedName["part"]): (name: string) => UnmatchedName {
  return (name) => ({ part, name });
}

function partOf({ name, provider }: SelectableEntry) {
  return { entry: name, provider };
}

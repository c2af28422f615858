import type { AccountConfiguration, CloudConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import type { OrganizationAccount } from "@crosstag/core/driver";
import { chooseAccounts, toSkipped, type ChosenAccounts } from "./choose-accounts.ts";
import { expandScopes, mayHaveRegion, needsRegionList, unmatchedRegions } from "./expand-scopes.ts";
import { type FleetAccount, type SkippedAccount, unitPath } from "./fleet-account.ts";
import type { FleetScope } from "./fleet-scope.ts";
import { unknownManagement, unlistedManagement } from "./management-account.ts";
import {
  knowsAll,
  selectsAccount,
  selectsEntry,
  unmatchedNames,
  type ScopeSelection,
  type SelectableAccount,
  type UnmatchedName,
} from "./scope-selection.ts";

/** An account that should be read and cannot be. */
export interface UnreadableAccount {
  /** The account. */
  readonly account: FleetAccount;
  /** Why it cannot be read. */
  readonly error: CrosstagError;
}

/** What an entry stands for. */
export interface ExpandedFleet {
  /** The name of the entry. */
  readonly entry: string;
  /** The provider of all its clouds. */
  readonly provider: string;
  /** False: only the clouds of named resources are read. */
  readonly whole: boolean;
  /** The clouds to read. */
  readonly scopes: readonly FleetScope[];
  /** Accounts without keys to read. */
  readonly skipped: readonly SkippedAccount[];
  /** Accounts that should be read and cannot be. */
  readonly unreadable: readonly UnreadableAccount[];
  /** When the accounts were listed, ISO 8601. Absent: now, or the organization was not asked. */
  readonly listedAt?: string;
  /** What the configuration says without effect, and what else may be missing, one sentence each. */
  readonly warnings: readonly string[];
  /**
   * What a selection names that stands for no account of the entry, or for no region of the selected ones; another entry may
   * have it. Absent: the entry was not looked through.
   */
  readonly unmatched?: readonly UnmatchedName[];
  /** What a selection can name: accounts, regions and units. Absent: the selection leaves some cloud. */
  readonly selectable?: readonly string[];
  /** The ids of accounts that the selection leaves out. Absent: it leaves out none, or the entry was not looked through. */
  readonly leftOut?: readonly string[];
  /** Why the accounts of the entry are not known, so that it has no clouds. Absent: they are known. */
  readonly unlisted?: CrosstagError;
}

/** The accounts of an organization. */
export interface ListedAccounts {
  /** All of them. */
  readonly accounts: readonly OrganizationAccount[];
  /** When they were listed, ISO 8601. Absent: now. */
  readonly listedAt?: string;
  /** Why an old list is used. Absent: it is not old. */
  readonly problem?: CrosstagError;
}

/** Whether a list of accounts has what is looked for. */
type Suits = (accounts: readonly OrganizationAccount[]) => boolean;

/** Answers questions of an expansion. Each is asked only if its answer is needed. */
export interface FleetQuestions {
  /** The accounts of the organization. A list of an earlier time is only used if it suits. */
  listAccounts(suits: Suits): Promise<ListedAccounts>;
  /** The account of the credentials of the entry. */
  ownAccount(): Promise<string>;
  /** The regions that accounts have enabled, or why they could not be learned, by account id. */
  listRegions(accounts: readonly FleetAccount[]): Promise<ReadonlyMap<string, readonly string[] | CrosstagError>>;
}

/**
 * Finds the clouds that an entry of the configuration stands for.
 * @param configured the accounts that the configuration lists
 * @throws CrosstagError `configuration` if there are none at all, or a setting of the entry is wrong
 */
export async function expandFleet(
  entry: string,
  cloud: CloudConfiguration,
  configured: readonly AccountConfiguration[],
  selection: ScopeSelection,
  questions: FleetQuestions,
): Promise<ExpandedFleet> {
  const { provider } = cloud;
  const named = { name: entry, provider };
  const none = { entry, provider, whole: true, scopes: [], skipped: [], unreadable: [], warnings: [] };
  if (!selectsEntry(selection, named)) return none;
  const own = await orProblem(ownAccounts(cloud, configured, questions));
  if (CrosstagError.is(own)) return { ...none, unlisted: own };
  const suits: Suits = (known) => knowsAll(selection, named, [...known, ...withoutUnits(own)]);
  const members = await orProblem(listMembers(entry, cloud, questions, suits));
  if (CrosstagError.is(members)) return { ...none, unlisted: members };
  const { accounts: listed, notes, ...time } = members;
  const chosen = chooseAccounts(entry, cloud, own, listed);
  if (chosen.accounts.length === 0 && chosen.suspended.length === 0) throw withoutAccounts(entry, chosen);
  const isWanted = (account: SelectableAccount) => selectsAccount(selection, named, account);
  // The region of another entry selects no account of this one.
  const isWantedUnread = (one: FleetAccount | SkippedAccount) => isWanted(one) && mayHaveRegion(named, one, selection);
  const wanted = chosen.accounts.filter(isWanted);
  const leftOut = [...chosen.accounts, ...chosen.suspended].filter((account) => !isWanted(account));
  const asking = wanted.filter(needsRegionList);
  const enabled = asking.length === 0 ? undefined : await questions.listRegions(asking);
  const unreadable: UnreadableAccount[] = chosen.suspended
    .filter(isWantedUnread)
    .map((account) => ({ account, error: suspended(provider, account) }));
  const { scopes, withoutRegion, known, warnings } = expandScopes(named, wanted, selection, (account) => {
    const answer = enabled?.get(account.id);
    if (!CrosstagError.is(answer)) return answer ?? [];
    unreadable.push({ account, error: answer });
    return undefined;
  });
  const unread = [...chosen.suspended, ...chosen.skipped];
  // A selection that leaves nothing is the caller's to judge, over all entries.
  if (scopes.length === 0 && unreadable.length === 0 && wanted.length === chosen.accounts.length && isAll(selection))
    throw withoutRegions(entry);
  return {
    entry,
    provider,
    whole: true,
    scopes,
    skipped: [
      ...chosen.skipped.filter(isWantedUnread),
      ...withoutRegion.map((account) => toSkipped(account, "no-region")),
    ],
    unreadable,
    unmatched: unmatchedNames(selection, named, [...chosen.accounts, ...unread]).concat(
      unmatchedRegions(named, selection, known, unread.filter(isWanted)),
    ),
    ...(leftOut.length > 0 && { leftOut: leftOut.map(({ id }) => id) }),
    ...(scopes.length + unreadable.length === 0 && { selectable: selectableNames(chosen.accounts) }),
    ...time,
    warnings: [
      ...notes,
      ...chosen.warnings,
      // What a selection leaves out may be what a pattern is for.
      ...(wanted.length === chosen.accounts.length ? warnings : []),
    ],
  };
}

/** The accounts that the configuration lists, or else the account of the credentials. */
async function ownAccounts(
  { organization, accounts }: CloudConfiguration,
  configured: readonly AccountConfiguration[],
  questions: Pick<FleetQuestions, "ownAccount">,
): Promise<readonly AccountConfiguration[]> {
  return organization === undefined && accounts === undefined ? [{ id: await questions.ownAccount() }] : configured;
}

/**
 * The answer to a question about the accounts, or why the cloud does not answer it. A wrong setting stops every
 * command, before anything is asked.
 */
async function orProblem<Answer>(answer: Promise<Answer>): Promise<Answer | CrosstagError> {
  try {
    return await answer;
  } catch (error) {
    if (!CrosstagError.is(error) || (error.code === "configuration" && error.cause === undefined)) throw error;
    return error;
  }
}

function selectableNames(accounts: readonly FleetAccount[]): readonly string[] {
  return accounts.flatMap(({ id, name = [], units, regions }) => {
    const named = regions.filter((region) => !/[!*?]/.test(region));
    return [id, name, ...(units.length === 0 ? [] : [unitPath(units)]), ...named].flat();
  });
}

function isAll(selection: ScopeSelection): boolean {
  return Object.values(selection).every((condition) => condition === undefined);
}

/** The accounts of the organization, if the entry has one. */
async function listMembers(
  entry: string,
  cloud: CloudConfiguration,
  questions: Pick<FleetQuestions, "listAccounts" | "ownAccount">,
  suits: Suits,
): Promise<Partial<ListedAccounts> & { readonly notes: readonly string[] }> {
  if (cloud.organization === undefined) return { notes: [] };
  const { problem, accounts, ...time } = await questions.listAccounts(suits);
  const management = await unlistedManagement(cloud, accounts, questions);
  const notes = problem === undefined ? [] : [oldList(entry, problem)];
  if (management === "unknown") return { ...time, accounts, notes: [...notes, unknownManagement(entry)] };
  return { ...time, accounts: [...accounts, ...(management === undefined ? [] : [management])], notes };
}

function withoutUnits(
  accounts: readonly AccountConfiguration[],
): readonly Pick<FleetAccount, "id" | "name" | "units" | "tags">[] {
  return accounts.map(({ id, name, tags }) => ({
    id,
    units: [],
    ...(name !== undefined && { name }),
    ...(tags !== undefined && { tags }),
  }));
}

function oldList(entry: string, { message }: CrosstagError): string {
  return `${entry}: an earlier list of accounts is used, and newer accounts are missing. ${message}`;
}

function suspended(provider: string, { id }: FleetAccount): CrosstagError {
  return new CrosstagError({
    code: "access-denied",
    provider,
    message: `The account ${id} is suspended, so its keys cannot be read.`,
    hint: "Settle this with the cloud, exclude the account, or add suspended to organization.states to try all the same.",
  });
}

function withoutAccounts(entry: string, { skipped }: ChosenAccounts): CrosstagError {
  const except = skipped.length === 0 ? "" : ` It skips ${skipped.length}: ${reasonsOf(skipped)}.`;
  return new CrosstagError({
    code: "configuration",
    message: `The entry ${JSON.stringify(entry)} stands for no account.${except}`,
    hint: "Correct organization.units, organization.exclude or accounts.",
  });
}

function reasonsOf(skipped: readonly SkippedAccount[]): string {
  return [...new Set(skipped.map(({ reason }) => reason.replaceAll("-", " ")))].join(", ");
}

function withoutRegions(entry: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: `The entry ${JSON.stringify(entry)} stands for no region: its regions match none that its accounts have enabled.`,
    hint: "Correct regions.",
  });
}

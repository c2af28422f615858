import type { AccountState, ListAccountsRequest, OrganizationAccount, OrganizationUnit } from "@crosstag/core/driver";
import { isList, isMap, jsonOf } from "@crosstag/core/internal";

const VERSION = 1;

const STATES: readonly AccountState[] = [
  "active",
  "pending-activation",
  "pending-closure",
  "suspended",
  "closed",
  "unknown",
];

/** How much is known of the units of accounts. Each includes the ones before it. */
const UNITS: readonly ListAccountsRequest["units"][] = ["none", "ids", "names"];

/** Something that was learned, with the time. */
export interface Learned<Value> {
  /** Time in ISO 8601. */
  readonly fetchedAt: string;
  readonly value: Value;
}

/** The accounts of an organization. */
export interface LearnedAccounts {
  /** What the list says of units. */
  readonly units: ListAccountsRequest["units"];
  readonly accounts: readonly OrganizationAccount[];
}

/** What is kept of one entry. */
export interface CacheRecord {
  readonly organization?: Learned<LearnedAccounts>;
  /** The enabled regions by account. */
  readonly regions: ReadonlyMap<string, Learned<readonly string[]>>;
}

/** Nothing is known. */
export const EMPTY_RECORD: CacheRecord = { regions: new Map() };

/** Whether a list that was made for one need of units is enough for another. */
export function coversUnits(has: ListAccountsRequest["units"], needs: ListAccountsRequest["units"]): boolean {
  return UNITS.indexOf(has) >= UNITS.indexOf(needs);
}

/** The text of a record. */
export function writeRecord({ organization, regions }: CacheRecord): string {
  return JSON.stringify({
    version: VERSION,
    ...(organization !== undefined && { organization }),
    regions: Object.fromEntries(regions),
  });
}

/** A record from its text. What is damaged, or of another version, is not known. */
export function parseRecord(text: string): CacheRecord {
  const read = jsonOf(text);
  if (!isMap(read) || read["version"] !== VERSION) return EMPTY_RECORD;
  const organization = learnedOf(read["organization"], accountsOf);
  const regions = new Map<string, Learned<readonly string[]>>();
  for (const [account, one] of Object.entries(isMap(read["regions"]) ? read["regions"] : {})) {
    const learned = learnedOf(one, textsOf);
    if (learned !== undefined) regions.set(account, learned);
  }
  return { regions, ...(organization !== undefined && { organization }) };
}

function learnedOf<Value>(read: unknown, parse: (value: unknown) => Value | undefined): Learned<Value> | undefined {
  if (!isMap(read)) return undefined;
  const { fetchedAt, value: given } = read;
  const value = parse(given);
  if (typeof fetchedAt !== "string" || Number.isNaN(Date.parse(fetchedAt)) || value === undefined) return undefined;
  return { fetchedAt, value };
}

function accountsOf(read: unknown): LearnedAccounts | undefined {
  if (!isMap(read)) return undefined;
  const units = UNITS.find((one) => one === read["units"]);
  const accounts = allOf(read["accounts"], accountOf);
  return units === undefined || accounts === undefined ? undefined : { units, accounts };
}

function accountOf(read: unknown): OrganizationAccount | undefined {
  if (!isMap(read)) return undefined;
  const { id, name, isManagement } = read;
  const state = STATES.find((one) => one === read["state"]);
  const units = allOf(read["units"], unitOf);
  if (typeof id !== "string" || state === undefined || units === undefined) return undefined;
  return {
    id,
    state,
    units,
    ...(typeof name === "string" && { name }),
    ...(isManagement === true && { isManagement }),
  };
}

function unitOf(read: unknown): OrganizationUnit | undefined {
  if (!isMap(read)) return undefined;
  const { id, name } = read;
  return typeof id === "string" ? { id, ...(typeof name === "string" && { name }) } : undefined;
}

function textsOf(read: unknown): readonly string[] | undefined {
  return allOf(read, (one) => (typeof one === "string" ? one : undefined));
}

/** Undefined if one of them is damaged: a list with a gap would hide an account. */
function allOf<Item>(read: unknown, parse: (item: unknown) => Item | undefined): readonly Item[] | undefined {
  if (!isList(read)) return undefined;
  const items = read.map(parse);
  return items.every((item) => item !== undefined) ? items : undefined;
}

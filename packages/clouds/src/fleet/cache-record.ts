import type {
  AccountState,
  ListAccountsRequest,
  OrganizationAccount,
  OrganizationUnit,
  QuotaRates,
} from "@crosstag/core/driver";
import { isList, isMap, jsonOf } from "@crosstag/core/internal";
import type { ListNeeds } from "./fleet-questions.ts";

const VERSION = 2;

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
  /** What the list says of units and tags. */
  readonly has: ListNeeds;
  readonly accounts: readonly OrganizationAccount[];
}

/** What is kept of one entry. */
export interface CacheRecord {
  readonly organization?: Learned<LearnedAccounts>;
  /** The enabled regions by account. */
  readonly regions: ReadonlyMap<string, Learned<readonly string[]>>;
  /** Requests per second by account and region: `111122223333/eu-central-1`. */
  readonly quotas: ReadonlyMap<string, Learned<QuotaRates>>;
}

/** Nothing is known. */
export const EMPTY_RECORD: CacheRecord = { regions: new Map(), quotas: new Map() };

/** Whether a list that was made for one need is enough for another. */
export function coversNeeds({ has }: LearnedAccounts, { units, tags }: ListNeeds): boolean {
  return UNITS.indexOf(has.units) >= UNITS.indexOf(units) && (has.tags || !tags);
}

/** The text of a record. */
export function writeRecord({ organization, regions, quotas }: CacheRecord): string {
  return JSON.stringify({
    version: VERSION,
    ...(organization !== undefined && { organization }),
    regions: Object.fromEntries(regions),
    quotas: Object.fromEntries(quotas),
  });
}

/** A record from its text. What is damaged, or of another version, is not known. */
export function parseRecord(text: string): CacheRecord {
  const read = jsonOf(text);
  if (!isMap(read) || read["version"] !== VERSION) return EMPTY_RECORD;
  const organization = learnedOf(read["organization"], accountsOf);
  const regions = learnedByName(read["regions"], textsOf);
  const quotas = learnedByName(read["quotas"], ratesOf);
  return { regions, quotas, ...(organization !== undefined && { organization }) };
}

function learnedByName<Value>(
  read: unknown,
  parse: (value: unknown) => Value | undefined,
): ReadonlyMap<string, Learned<Value>> {
  const all = new Map<string, Learned<Value>>();
  for (const [name, one] of Object.entries(isMap(read) ? read : {})) {
    const learned = learnedOf(one, parse);
    if (learned !== undefined) all.set(name, learned);
  }
  return all;
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
  const has = isMap(read["has"]) ? read["has"] : {};
  const units = UNITS.find((one) => one === has["units"]);
  const accounts = allOf(read["accounts"], accountOf);
  if (units === undefined || accounts === undefined) return undefined;
  // Without all tags, an account would be left out of a selection by tags.
  const tags = has["tags"] === true && accounts.every((account) => account.tags !== undefined);
  return { has: { units, tags }, accounts };
}

function accountOf(read: unknown): OrganizationAccount | undefined {
  if (!isMap(read)) return undefined;
  const { id, name, isManagement } = read;
  const state = STATES.find((one) => one === read["state"]);
  const units = allOf(read["units"], unitOf);
  const tags = textsByName(read["tags"]);
  if (typeof id !== "string" || state === undefined || units === undefined) return undefined;
  return {
    id,
    state,
    units,
    ...(typeof name === "string" && { name }),
    ...(isManagement === true && { isManagement }),
    ...(tags !== undefined && { tags }),
  };
}

function textsByName(read: unknown): Readonly<Record<string, string>> | undefined {
  if (!isMap(read)) return undefined;
  const texts: Record<string, string> = {};
  for (const [name, text] of Object.entries(read)) {
    if (typeof text !== "string") return undefined;
    texts[name] = text;
  }
  return texts;
}

function unitOf(read: unknown): OrganizationUnit | undefined {
  if (!isMap(read)) return undefined;
  const { id, name } = read;
  return typeof id === "string" ? { id, ...(typeof name === "string" && { name }) } : undefined;
}

function ratesOf(read: unknown): QuotaRates | undefined {
  if (!isMap(read)) return undefined;
  const rates: Record<string, number> = {};
  for (const [id, rate] of Object.entries(read)) {
    if (typeof rate !== "number") return undefined;
    rates[id] = rate;
  }
  return rates;
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

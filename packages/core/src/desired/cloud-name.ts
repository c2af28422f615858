import { matchesGlob } from "./matches-glob.ts";

/** The configured name of a cloud, by which selections can name it. */
export interface CloudName {
  /** The name of the entry in the configuration: `production`. */
  readonly entry: string;
  /** The account, if the entry stands for many clouds. Absent: the entry is this one cloud. */
  readonly account?: NamedAccount;
  /** The region, if the entry stands for many clouds. Absent: the entry is this one cloud, or the region is not known. */
  readonly region?: string;
}

/** An account as a selection can name it. */
export interface NamedAccount {
  /** The id of the account. */
  readonly id: string;
  /** The name of the account. Absent: it is not known. */
  readonly name?: string | undefined;
  /** The path of its organizational units, for reports: `/Workloads/Prod`. Absent: it is in none, or they are not known. */
  readonly unit?: string | undefined;
}

/**
 * Whether a text names a cloud: its provider, its entry, or, for an entry that stands for many clouds, a pattern
 * such as `production/1111*` or `production/shop/eu-*`. A name that is both a provider and an entry is either.
 */
export function selectsCloud(wanted: string, provider: string, name: CloudName | undefined): boolean {
  if (wanted === provider || wanted === name?.entry) return true;
  return name?.account !== undefined && selectsFleetPart(wanted, { provider, ...name });
}

/** A part of an entry that stands for many clouds: all of it, an account, or one cloud. */
export interface FleetPart extends CloudName {
  /** The provider of the entry. */
  readonly provider: string;
}

/** Whether a text names some cloud in this part of an entry that stands for many clouds. */
export function selectsFleetPart(wanted: string, { entry, provider, account, region }: FleetPart): boolean {
  const [first = "", ofAccount, ...rest] = wanted.split("/");
  return (
    (matchesGlob(first, entry) || first === provider) &&
    (ofAccount === undefined || account === undefined || isAccount(ofAccount, account)) &&
    (rest.length === 0 || region === undefined || matchesGlob(rest.join("/"), region))
  );
}

/** Whether the name of a cloud has a region: `production/shop/eu-*`. */
export function namesRegion(cloud: string): boolean {
  return cloud.split("/").length > 2;
}

/** Names of accounts are chosen in the accounts: a name that looks like an id must not stand for another account. */
const ID_LIKE = /^\d{10,}$/;

/** Whether a text with `*` and `?` is the id or the name of an account. A name of ten or more digits is never matched. */
export function isAccount(wanted: string, { id, name }: NamedAccount): boolean {
  return matchesGlob(wanted, id) || (name !== undefined && !ID_LIKE.test(name) && matchesGlob(wanted, name));
}

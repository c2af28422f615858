import type { AccountState, FleetRole, OrganizationUnit } from "@crosstag/core/driver";

/** One account of a fleet. */
export interface FleetAccount {
  /** The account, as the cloud numbers it. */
  readonly id: string;
  /** Its name. Absent: none is known. */
  readonly name?: string;
  /** The units that contain it, the outermost first. Empty: none, or they are not known. */
  readonly units: readonly OrganizationUnit[];
  /** Its tags, as far as they were asked for or configured. Absent: none are known. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Its state; `unknown` if only the configuration names it. */
  readonly state: AccountState;
  /** Where it is known from. */
  readonly source: "configuration" | "organization";
  /** The role to assume. Absent: the credentials of the entry are used. */
  readonly role?: FleetRole;
  /** Its regions, as they are written. */
  readonly regions: readonly string[];
  /** Requests per second by quota id, if they differ. */
  readonly quotas?: Readonly<Record<string, number>>;
}

/** Why an account of a fleet is left alone. */
export type SkipReason = "closed" | "pending-activation" | "pending-closure" | "management-account" | "no-region";

/** An account that is named and not read, because there is nothing to read or the configuration says so. */
export interface SkippedAccount extends Pick<FleetAccount, "id" | "name" | "units" | "tags" | "regions" | "source"> {
  /** Why. */
  readonly reason: SkipReason;
}

/** The path of the units of an account: of their names if all are known, otherwise of their ids. */
export function unitPath(units: readonly OrganizationUnit[]): string {
  const named = units.every(({ name }) => name !== undefined);
  return units.map(({ id, name = "" }) => `/${named ? name : id}`).join("");
}

/** Whether a unit, named by its id or by a path of names or of ids, contains an account directly or below. */
export function isInUnit(unit: string, units: readonly OrganizationUnit[]): boolean {
  if (!unit.startsWith("/")) return units.some(({ id }) => id === unit);
  const wanted = unit.endsWith("/") ? unit : `${unit}/`;
  const isBelow = (parts: readonly string[]) => `${parts.map((part) => `/${part}`).join("")}/`.startsWith(wanted);
  // `unitPath` shows the path of ids if names are not known.
  return isBelow(units.map(({ name = "" }) => name)) || isBelow(units.map(({ id }) => id));
}

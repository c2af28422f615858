import type { AccountConfiguration, CloudConfiguration } from "@crosstag/config";
import type { OrganizationAccount } from "@crosstag/core/driver";
import type { FleetQuestions } from "./expand-fleet.ts";

/** Says which account the credentials of an entry are of. */
type OwnAccount = Pick<FleetQuestions, "ownAccount">;

/**
 * The account that manages an organization, if its list of accounts does not have it: Resource Directory lists its members,
 * and it is not documented whether the management account is one (2026-11-25). Only that account and delegated members may
 * list the accounts, so that credentials of an account that is not on the list are those of the management account.
 * Undefined: the list has it, or the entry leaves it out and it is not known. `unknown`: the entry wants it, and it cannot
 * be learned.
 */
export async function unlistedManagement(
  { organization, management = "skip" }: Pick<CloudConfiguration, "organization" | "management">,
  listed: readonly OrganizationAccount[],
  questions: OwnAccount,
): Promise<OrganizationAccount | "unknown" | undefined> {
  if (listed.some(({ isManagement }) => isManagement === true)) return undefined;
  // An account that the organization does not list is in none of its units.
  if (organization?.units !== undefined) return undefined;
  // A role that lists the accounts says nothing of the account of the credentials.
  const own = organization?.role === undefined ? await questions.ownAccount().catch(() => undefined) : undefined;
  if (own !== undefined && !listed.some(({ id }) => id === own))
    return { id: own, state: "unknown", units: [], isManagement: true };
  return management === "skip" ? undefined : "unknown";
}

/** What to do if the management account of an entry is not known. */
export function unknownManagement(entry: string): string {
  return `${entry}: the organization does not say which account manages it, so management has no effect. To read that account, add its id to accounts.`;
}

/**
 * Whether named accounts can be the management account that an entry reads with its own credentials, so that the organization
 * must be asked. The credentials are those of that account then.
 */
export async function mayNameManagement(
  { organization, management }: Pick<CloudConfiguration, "organization" | "management">,
  configured: readonly AccountConfiguration[],
  named: readonly string[],
  questions: OwnAccount,
): Promise<boolean> {
  if (organization === undefined || management !== "own-credentials") return false;
  const others = named.filter((account) => !configured.some(({ id }) => id === account));
  if (others.length === 0) return false;
  // If the account cannot be learned, neither can the rest: the list of the accounts says why.
  const own = await questions.ownAccount().catch(() => undefined);
  return own === undefined || others.includes(own);
}

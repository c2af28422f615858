import type { FleetSettings } from "@crosstag/core/driver";
import type { ConfigurationError } from "./configuration-error.ts";

/** How a cloud numbers its accounts and names their roles. */
export interface AccountForms {
  /** The cloud in messages. */
  readonly cloud: string;
  /** Makes the errors of the provider. */
  readonly configurationError: ConfigurationError;
  /** The number of an account. */
  readonly account: RegExp;
  /** What to write as the number of an account, as a request: `Write its twelve digits, in quotes.` */
  readonly accountRule: string;
  /** The full name of a role, with its account as the group `account`. */
  readonly role: RegExp;
}

/**
 * Checks the accounts that an entry lists, before anything is sent: the token service does not say what is wrong with them.
 * @throws CrosstagError `configuration` for the first that is wrong, with its place in the list
 */
export function checkFleetAccounts(
  { name, accounts = [] }: Pick<FleetSettings, "name" | "accounts">,
  { cloud, configurationError, account, accountRule, role: fullName }: AccountForms,
): void {
  for (const [index, { id, role }] of accounts.entries()) {
    const place = `Account ${index + 1}${name === undefined ? "" : ` of clouds.${name}`}, ${JSON.stringify(id)},`;
    if (!account.test(id))
      throw configurationError(`${place} is not the number of an account of ${cloud}.`, accountRule);
    // A short name has no colon on any cloud.
    if (role === undefined || !role.includes(":")) continue;
    const owner = fullName.exec(role)?.groups?.["account"];
    if (owner !== id)
      throw configurationError(
        `${place} has a role ${owner === undefined ? `that is not the full name of a role of ${cloud}` : "of another account"}.`,
        "Write the short name of the role, or its full name in this account.",
      );
  }
}

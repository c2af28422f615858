import type { FleetSettings, ListedAccount } from "@crosstag/core/driver";
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

/** What is wrong with an account: the end of a sentence that begins with it, and what to write. */
interface AccountProblem {
  readonly problem: string;
  readonly hint: string;
}

/**
 * Checks the accounts that an entry lists, before anything is sent: the token service does not say what is wrong with them.
 * @throws CrosstagError `configuration` with every account that is wrong, each with its place
 */
export function checkFleetAccounts(
  { name, accounts = [] }: Pick<FleetSettings, "name" | "accounts">,
  forms: AccountForms,
): void {
  const list = name === undefined ? "The list of accounts" : `clouds.${name}`;
  const found = accounts.flatMap((account, index) => {
    const wrong = problemOf(account, forms);
    if (wrong === undefined) return [];
    const place = account.place ?? `${list}, account ${index + 1}`;
    return [{ line: `${place}: ${JSON.stringify(account.id)} ${wrong.problem}.`, hint: wrong.hint }];
  });
  const [first] = found;
  if (first === undefined) return;
  const lines = found.map(({ line }) => `\n  ${line}`);
  throw forms.configurationError(
    found.length === 1 ? first.line : `${list} has ${found.length} accounts that are wrong:${lines.join("")}`,
    [...new Set(found.map(({ hint }) => hint))].join(" "),
  );
}

function problemOf({ id, role }: ListedAccount, forms: AccountForms): AccountProblem | undefined {
  const { cloud, account, accountRule: hint, role: fullName } = forms;
  if (!account.test(id)) return { problem: `is not the number of an account of ${cloud}`, hint };
  // A short name has no colon on any cloud.
  if (role === undefined || !role.includes(":")) return undefined;
  const owner = fullName.exec(role)?.groups?.["account"];
  if (owner === id) return undefined;
  return {
    problem: `has a role ${owner === undefined ? `that is not the full name of a role of ${cloud}` : "of another account"}`,
    hint: "Write the short name of the role, or its full name in this account.",
  };
}

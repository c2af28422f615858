import type { CloudSettings } from "@crosstag/core/driver";
import { configurationError } from "./configuration-error.ts";

/** @throws CrosstagError `configuration` if the configured account is not the number of one */
export function checkAccount({ account, name }: Pick<CloudSettings, "account" | "name">): void {
  if (account === undefined || /^\d{12}$/.test(account)) return;
  throw configurationError(
    `The account${name === undefined ? "" : ` of the cloud ${JSON.stringify(name)}`} is not the number of an AWS account.`,
    'Set "account" to twelve digits, in quotes.',
  );
}

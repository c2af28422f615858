import { readFile } from "node:fs/promises";
import type { AccountConfiguration, CloudConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import { systemReason } from "@crosstag/core/internal";

/**
 * The accounts that an entry lists, from the configuration or from the file that it names.
 * @throws CrosstagError `configuration` if the file cannot be read, or with every problem in it
 */
export async function readAccounts({
  accounts = [],
}: Pick<CloudConfiguration, "accounts">): Promise<readonly AccountConfiguration[]> {
  if (typeof accounts !== "string")
    return accounts.map((account) => (typeof account === "string" ? { id: account } : account));
  let text: string;
  try {
    text = await readFile(accounts, "utf8");
  } catch (error) {
    throw new CrosstagError({
      code: "configuration",
      message: `The list of accounts ${JSON.stringify(accounts)} cannot be read: ${systemReason(error)}.`,
    });
  }
  // Loaded on demand: without a file, neither YAML nor its schema is needed.
  const { parseAccounts } = await import("@crosstag/config");
  return parseAccounts(text, accounts);
}

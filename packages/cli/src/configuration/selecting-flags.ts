import type { ScopeSelection } from "@crosstag/clouds";
import { parseTagFilter } from "@crosstag/core/internal";
import type { GlobalOptions } from "../global-options.ts";
import { UsageError } from "../usage-error.ts";

/** The flags that select clouds and accounts. `--region` is not one of them: for an entry for one cloud it is a setting. */
export type SelectingFlags = Pick<GlobalOptions, "cloud" | "account" | "notAccount" | "ou" | "accountTag">;

/** What they select. */
export type FlagSelection = {
  readonly [Name in Exclude<keyof ScopeSelection, "regions">]?: Exclude<ScopeSelection[Name], undefined>;
};

/** @throws UsageError if a condition on tags of accounts has another form */
export function selectionOfFlags(flags: SelectingFlags): FlagSelection {
  const { cloud: clouds, account: accounts, notAccount: notAccounts, ou: units, accountTag: accountTags } = flags;
  for (const condition of accountTags ?? []) refuseCondition(condition);
  return {
    ...(clouds !== undefined && { clouds }),
    ...(accounts !== undefined && { accounts }),
    ...(notAccounts !== undefined && { notAccounts }),
    ...(units !== undefined && { units }),
    ...(accountTags !== undefined && { accountTags }),
  };
}

/** The flags that make a selection. */
export function flagsOfSelection(selection: FlagSelection): SelectingFlags {
  const { clouds: cloud, accounts: account, notAccounts: notAccount, units: ou, accountTags: accountTag } = selection;
  return {
    ...(cloud !== undefined && { cloud }),
    ...(account !== undefined && { account }),
    ...(notAccount !== undefined && { notAccount }),
    ...(ou !== undefined && { ou }),
    ...(accountTag !== undefined && { accountTag }),
  };
}

function refuseCondition(text: string): void {
  const parsed = parseTagFilter(text);
  if (typeof parsed !== "function")
    throw new UsageError(
      `--account-tag ${JSON.stringify(text)} ${parsed.problem}.`,
      "Write env, env=prod or env!=test.",
    );
}

import type { CloudConfiguration, CrosstagConfiguration, ScopeSelection } from "@crosstag/clouds";
import { isFleet } from "@crosstag/config/hints";
import { matchesAnyGlob, parseTagFilter, selectsFleetPart } from "@crosstag/core/internal";
import type { GlobalOptions } from "../global-options.ts";
import { UsageError } from "../usage-error.ts";

type SelectingOptions = Pick<GlobalOptions, "cloud" | "account" | "notAccount" | "ou" | "accountTag" | "region">;

/** Which clouds of entries for many clouds the flags select. `--region` is a setting if there is no such entry. */
export function selectionOf(globals: SelectingOptions, configuration: CrosstagConfiguration): ScopeSelection {
  const {
    cloud: clouds,
    account: accounts,
    notAccount: notAccounts,
    ou: units,
    accountTag: accountTags,
    region,
  } = globals;
  for (const condition of accountTags ?? []) refuseCondition(condition);
  const regions = hasFleets(configuration) ? region?.split(",").map((one) => one.trim()) : undefined;
  return {
    ...(clouds !== undefined && { clouds }),
    ...(accounts !== undefined && { accounts }),
    ...(notAccounts !== undefined && { notAccounts }),
    ...(units !== undefined && { units }),
    ...(accountTags !== undefined && { accountTags }),
    ...(regions !== undefined && { regions }),
  };
}

/** Whether an entry stands for many clouds. */
export function hasFleets({ clouds }: CrosstagConfiguration): boolean {
  return Object.values(clouds).some(isFleet);
}

/** Whether a name such as `production/111122223333` is about an entry for many clouds. */
export function isPartOf(name: string, entry: string, { provider }: CloudConfiguration): boolean {
  return name !== provider && selectsFleetPart(name, { entry, provider });
}

/**
 * Without the entries for one cloud that the selection leaves out. An entry whose account is not configured is left out by
 * a selection of accounts, and each by a selection by units or tags of accounts.
 * @throws UsageError if nothing is left
 */
export function narrowSingles(configuration: CrosstagConfiguration, selection: ScopeSelection): CrosstagConfiguration {
  const { accounts, notAccounts = [], units, accountTags, regions } = selection;
  const clouds = Object.entries(configuration.clouds).filter(
    ([, cloud]) =>
      isFleet(cloud) ||
      (units === undefined &&
        accountTags === undefined &&
        (accounts === undefined || matchesSome(accounts, cloud.account)) &&
        !matchesSome(notAccounts, cloud.account) &&
        (regions === undefined || matchesSome(regions, cloud.region))),
  );
  if (clouds.length > 0) return { ...configuration, clouds: Object.fromEntries(clouds) };
  throw new UsageError(
    `No configured cloud is left by ${flagsOf(selection).join(" and ")}.`,
    "Show the clouds with their accounts and regions: crosstag clouds",
  );
}

function refuseCondition(text: string): void {
  const parsed = parseTagFilter(text);
  if (typeof parsed !== "function")
    throw new UsageError(
      `--account-tag ${JSON.stringify(text)} ${parsed.problem}.`,
      "Write env, env=prod or env!=test.",
    );
}

function matchesSome(patterns: readonly string[], text: string | undefined): boolean {
  return text !== undefined && matchesAnyGlob(patterns, text);
}

function flagsOf({ accounts, notAccounts, units, accountTags, regions }: ScopeSelection): readonly string[] {
  const flags = {
    "--account": accounts,
    "--not-account": notAccounts,
    "--ou": units,
    "--account-tag": accountTags,
    "--region": regions,
  };
  return Object.entries(flags).flatMap(([flag, given]) => (given === undefined ? [] : [flag]));
}

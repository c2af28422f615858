import type { CloudConfiguration, CrosstagConfiguration, ScopeSelection } from "@crosstag/clouds";
import { isFleet } from "@crosstag/config/hints";
import { matchesAnyGlob, selectsFleetPart } from "@crosstag/core/internal";
import type { GlobalOptions } from "../global-options.ts";
import { UsageError } from "../usage-error.ts";
import { type SelectingFlags, selectionOfFlags } from "./selecting-flags.ts";

/** Which clouds of entries for many clouds the flags select. `--region` is a setting if there is no such entry. */
export function selectionOf(
  globals: SelectingFlags & Pick<GlobalOptions, "region">,
  configuration: CrosstagConfiguration,
): ScopeSelection {
  const regions = hasFleets(configuration) ? globals.region?.split(",").map((one) => one.trim()) : undefined;
  return { ...selectionOfFlags(globals), ...(regions !== undefined && { regions }) };
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

import type { FleetAccount } from "./fleet-account.ts";
import { fleetScopeName, type FleetScope } from "./fleet-scope.ts";
import { compileRegions, type RegionPatterns } from "./region-patterns.ts";
import { selectsRegion, type ScopeSelection, type SelectableAccount, type SelectableEntry } from "./scope-selection.ts";

/** The scopes of a fleet. */
export interface ExpandedScopes {
  /** Account after account, in the order given. */
  readonly scopes: readonly FleetScope[];
  /** The accounts of which no enabled region is meant. */
  readonly withoutRegion: readonly FleetAccount[];
  /** What the configuration says without effect, one sentence each. */
  readonly warnings: readonly string[];
}

/** Whether the regions of an account are known from its patterns alone. */
export function needsRegionList({ regions }: Pick<FleetAccount, "regions">): boolean {
  return compileRegions(regions).needsList;
}

/** Whether an account that cannot be read may have a wanted region. The account must be wanted. */
export function mayHaveRegion(
  entry: SelectableEntry,
  account: SelectableAccount & Pick<FleetAccount, "regions">,
  selection: ScopeSelection,
): boolean {
  const patterns = compileRegions(account.regions);
  return patterns.needsList || patterns.select().some((region) => selectsRegion(selection, entry, account, region));
}

/**
 * Multiplies accounts by their regions.
 * @param enabledOf the enabled regions of an account; undefined if they could not be learned, and the account is left out
 */
export function expandScopes(
  entry: SelectableEntry,
  accounts: readonly FleetAccount[],
  selection: ScopeSelection,
  enabledOf: (account: FleetAccount) => readonly string[] | undefined,
): ExpandedScopes {
  const scopes: FleetScope[] = [];
  const withoutRegion: FleetAccount[] = [];
  // Most accounts share the patterns of the fleet, and a pattern without effect is one warning.
  const compiled = new Map<string, RegionPatterns>();
  let complete = true;
  for (const account of accounts) {
    const key = account.regions.join(" ");
    let patterns = compiled.get(key);
    if (patterns === undefined) compiled.set(key, (patterns = compileRegions(account.regions)));
    const enabled = patterns.needsList ? enabledOf(account) : [];
    if (enabled === undefined) {
      complete = false;
      continue;
    }
    const regions = patterns.select(enabled);
    if (regions.length === 0) withoutRegion.push(account);
    for (const region of regions)
      if (selectsRegion(selection, entry, account, region))
        scopes.push({ name: fleetScopeName(entry.name, account.id, region), entry: entry.name, account, region });
  }
  const unused = new Set([...compiled.values()].flatMap((patterns) => patterns.unused()));
  // An account whose regions are not known may have had one.
  const warnings = complete ? [...unused].map((text) => `${entry.name}: regions: ${text} matches no region.`) : [];
  return { scopes, withoutRegion, warnings };
}

import { matchesGlob } from "@crosstag/core/internal";
import type { FleetAccount } from "./fleet-account.ts";
import { fleetScopeName, type FleetScope } from "./fleet-scope.ts";
import { compileRegions, type RegionPatterns } from "./region-patterns.ts";
import {
  selectsRegion,
  type ScopeSelection,
  type SelectableAccount,
  type SelectableEntry,
  type UnmatchedName,
} from "./scope-selection.ts";

/** The scopes of a fleet. */
export interface ExpandedScopes {
  /** Account after account, in the order given. */
  readonly scopes: readonly FleetScope[];
  /** The accounts of which no enabled region is meant. */
  readonly withoutRegion: readonly FleetAccount[];
  /** The regions of the accounts, selected or not. Absent: the regions of some account are not known. */
  readonly known?: ReadonlySet<string>;
  /** What the configuration says without effect, one sentence each. */
  readonly warnings: readonly string[];
}

/** Whether the regions of an account are known from its patterns alone. */
export function needsRegionList({ regions }: Pick<FleetAccount, "regions">): boolean {
  return compileRegions(regions).needsList;
}

/**
 * What a selection names of regions that is not among these. A region of an account that is not read is not a typing
 * error.
 * @param known the regions of accounts; undefined if those of some account are not known
 * @param unread selected accounts that are not read
 */
export function unmatchedRegions(
  { regions = [] }: ScopeSelection,
  known: ReadonlySet<string> | undefined,
  unread: readonly Pick<FleetAccount, "regions">[],
): readonly UnmatchedName[] {
  if (known === undefined || (known.size === 0 && unread.length > 0)) return [];
  const all = [...known, ...unread.flatMap((account) => compileRegions(account.regions).select())];
  return regions
    .filter((name) => !all.some((region) => matchesGlob(name, region)))
    .map((name) => ({ part: "regions", name }));
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
  const known = new Set<string>();
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
    for (const region of regions) {
      known.add(region);
      if (selectsRegion(selection, entry, account, region))
        scopes.push({ name: fleetScopeName(entry.name, account.id, region), entry: entry.name, account, region });
    }
  }
  const unused = new Set([...compiled.values()].flatMap((patterns) => patterns.unused()));
  // An account whose regions are not known may have had one.
  const warnings = complete ? [...unused].map((text) => `${entry.name}: regions: ${text} matches no region.`) : [];
  return { scopes, withoutRegion, ...(complete && { known }), warnings };
}

import { matchesGlob, namesRegion } from "@crosstag/core/internal";
import type { FleetAccount } from "./fleet-account.ts";
import { fleetScopeName, type FleetScope } from "./fleet-scope.ts";
import { compileRegions, type RegionPatterns } from "./region-patterns.ts";
import {
  selectsAccount,
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
  /** The regions of each account, selected or not; undefined if they are not known. */
  readonly known: ReadonlyMap<FleetAccount, readonly string[] | undefined>;
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
 * @param known the regions of the selected accounts, as `expandScopes` finds them
 * @param unread selected accounts that are not read
 */
export function unmatchedRegions(
  entry: SelectableEntry,
  { clouds = [], regions = [] }: ScopeSelection,
  known: ExpandedScopes["known"],
  unread: readonly (SelectableAccount & Pick<FleetAccount, "regions">)[],
): readonly UnmatchedName[] {
  const places = [...known, ...unread.map((account) => [account, listedRegions(account)] as const)];
  const wrong = clouds.filter((cloud) => namesRegion(cloud) && isWithout(entry, cloud, places));
  return [
    ...wrong.map((name) => ({ part: "clouds" as const, name })),
    ...regionsOfNone(regions, known, unread).map((name) => ({ part: "regions" as const, name })),
  ];
}

/** Whether accounts are selected by the name of a cloud, and none of them has its region. */
function isWithout(
  entry: SelectableEntry,
  cloud: string,
  places: readonly (readonly [SelectableAccount, readonly string[] | undefined])[],
): boolean {
  const only = { clouds: [cloud] };
  const selected = places.filter(([account]) => selectsAccount(only, entry, account));
  return (
    selected.length > 0 &&
    selected.every(([account, regions]) => regions?.some((one) => selectsRegion(only, entry, account, one)) === false)
  );
}

function regionsOfNone(
  wanted: readonly string[],
  known: ExpandedScopes["known"],
  unread: readonly Pick<FleetAccount, "regions">[],
): readonly string[] {
  const found = [...known.values()];
  if (found.includes(undefined)) return [];
  const all = found.flatMap((regions = []) => regions);
  if (all.length === 0 && unread.length > 0) return [];
  all.push(...unread.flatMap((account) => compileRegions(account.regions).select()));
  return wanted.filter((name) => !all.some((region) => matchesGlob(name, region)));
}

/** The regions of an account that is not asked; undefined if only it knows them. */
function listedRegions(account: Pick<FleetAccount, "regions">): readonly string[] | undefined {
  return needsRegionList(account) ? undefined : compileRegions(account.regions).select();
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
  const known = new Map<FleetAccount, readonly string[] | undefined>();
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
      known.set(account, undefined);
      continue;
    }
    const regions = patterns.select(enabled);
    if (regions.length === 0) withoutRegion.push(account);
    known.set(account, regions);
    for (const region of regions) {
      if (selectsRegion(selection, entry, account, region))
        scopes.push({ name: fleetScopeName(entry.name, account.id, region), entry: entry.name, account, region });
    }
  }
  const unused = new Set([...compiled.values()].flatMap((patterns) => patterns.unused()));
  // An account whose regions are not known may have had one.
  const warnings = complete ? [...unused].map((text) => `${entry.name}: regions: ${text} matches no region.`) : [];
  return { scopes, withoutRegion, known, warnings };
}

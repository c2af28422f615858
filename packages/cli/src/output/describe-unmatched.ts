import type { ExpandedFleet, UnmatchedName } from "@crosstag/clouds";
import { matchesGlob, namesRegion, selectsFleetPart } from "@crosstag/core/internal";

const FLAGS: Readonly<Record<UnmatchedName["part"], string>> = {
  clouds: "--cloud",
  accounts: "--account",
  notAccounts: "--not-account",
  units: "--ou",
  regions: "--region",
};

/** The entries for one cloud, which a selection can also name. */
export interface SingleClouds {
  /** Their accounts. */
  readonly accounts: readonly string[];
  /** Their regions. */
  readonly regions: readonly string[];
}

/**
 * A sentence for each name of a selection that stands for no account and no region: with a typing error in `--not-account`,
 * an account would be changed that should be left alone. Nothing is said as long as the accounts of an entry are not known.
 */
export function describeUnmatched(fleets: readonly ExpandedFleet[], singles: SingleClouds): readonly string[] {
  if (fleets.some(({ unlisted }) => unlisted !== undefined)) return [];
  const looked = fleets.filter(({ unmatched }) => unmatched !== undefined);
  const seen = new Map<string, readonly [UnmatchedName, string[]]>();
  for (const { entry, unmatched = [] } of looked) {
    for (const one of unmatched) {
      const key = `${one.part} ${one.name}`;
      const [, entries] = seen.get(key) ?? [one, []];
      seen.set(key, [one, [...entries, entry]]);
    }
  }
  return [...seen.values()]
    .filter(([{ part, name }, entries]) => {
      // A pattern can be about several entries, and what it means be in one of them.
      const about = part === "clouds" ? looked.filter((fleet) => selectsFleetPart(name, fleet)) : looked;
      return entries.length === about.length;
    })
    .filter(([{ part, name }]) => {
      const others = part === "regions" ? singles.regions : singles.accounts;
      return !others.some((other) => matchesGlob(name, other));
    })
    .map(
      ([{ part, name }, entries]) =>
        `${FLAGS[part]} ${name} matches no ${wordOf(part, name)} of ${entries.join(", ")}.`,
    );
}

function wordOf(part: UnmatchedName["part"], name: string): string {
  if (part === "regions") return "region";
  return part === "clouds" && namesRegion(name) ? "account and region" : "account";
}

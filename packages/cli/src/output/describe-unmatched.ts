import type { ExpandedFleet, UnmatchedName } from "@crosstag/clouds";
import { matchesGlob } from "@crosstag/core/internal";

const FLAGS: Readonly<Record<UnmatchedName["part"], string>> = {
  clouds: "--cloud",
  accounts: "--account",
  notAccounts: "--not-account",
  units: "--ou",
};

/**
 * A sentence for each name of a selection that stands for no account: with a typing error in `--not-account`, an account
 * would be changed that should be left alone. Nothing is said as long as the accounts of an entry are not known.
 * @param singleAccounts accounts of the entries for one cloud, which a selection can also name
 */
export function describeUnmatched(
  fleets: readonly ExpandedFleet[],
  singleAccounts: readonly string[],
): readonly string[] {
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
    .filter(([{ part }, entries]) => part === "clouds" || entries.length === looked.length)
    .filter(([{ name }]) => !singleAccounts.some((account) => matchesGlob(name, account)))
    .map(([{ part, name }, entries]) => `${FLAGS[part]} ${name} matches no account of ${entries.join(", ")}.`);
}

import { CrosstagError, rulesFor, type TagRules } from "@crosstag/core";
import { matchResources, type Match, type MatchedPair, type MatchSide, type ResourceMatch } from "@crosstag/migration";
import type { Side } from "../../inventory/with-side.ts";
import { UnlistedClouds } from "../../output/unlisted-clouds.ts";
import type { Migration } from "./migration.ts";

/** The names in the mapping, if it names every resource: clouds are large. Undefined: read every resource. */
export function namesOf(match: ResourceMatch | undefined, side: "from" | "to"): readonly string[] | undefined {
  if (match === undefined || match.tag !== undefined || match.sameId) return undefined;
  return pairNames(match, side);
}

function pairNames(match: ResourceMatch | undefined, side: "from" | "to"): readonly string[] {
  return [...new Set([...(match?.pairs ?? []), ...(match?.aliases ?? [])].map((pair) => pair[side]))];
}

/** What could not be listed on the two sides. */
export interface UnlistedOfSides {
  readonly from: UnlistedClouds;
  readonly to: UnlistedClouds;
}

/** Whether something could not be listed on one side at least. */
export function isAnyUnlisted({ from, to }: UnlistedOfSides): boolean {
  return from.any || to.any;
}

/** @param migration names the sides, as messages do */
export function unlistedSides({ from, to }: Migration): UnlistedOfSides {
  return { from: new UnlistedClouds(from), to: new UnlistedClouds(to) };
}

/** Reads both sides and pairs their resources. */
export async function matchSides(
  { mapping: { match } }: Migration,
  { source, target }: { readonly source: Side; readonly target: Side },
  unlisted: UnlistedOfSides,
): Promise<Match> {
  return matchResources(
    match,
    await readSide(source, match, "from", unlisted.from),
    await readSide(target, match, "to", unlisted.to),
  );
}

/** A resource that the mapping names is read by its name if its kind cannot be listed. */
async function readSide(
  side: Side,
  match: ResourceMatch | undefined,
  which: "from" | "to",
  unlisted: UnlistedClouds,
): Promise<MatchSide> {
  const listed = await side.read(namesOf(match, which), unlisted.add);
  if (!unlisted.any) return listed;
  const named = await side.read(pairNames(match, which));
  const known = new Set(listed.entries.map(({ reference }) => reference));
  return {
    entries: [...listed.entries, ...named.entries.filter(({ reference }) => !known.has(reference))],
    names: new Map([...(listed.names ?? []), ...(named.names ?? [])]),
    unlisted: unlisted.parts,
  };
}

export interface PairRules {
  readonly rules: TagRules;
  readonly sourceRules?: TagRules;
}

/**
 * Rules for the tags of a pair.
 * @throws CrosstagError `configuration` if the cloud of the target is not known
 */
export async function pairRules({ source, target }: MatchedPair, to: Side, from: Side["rules"]): Promise<PairRules> {
  const rules = await to.rules(target.provider);
  if (rules === undefined)
    throw new CrosstagError({
      code: "configuration",
      message: `The target has the unknown cloud ${JSON.stringify(target.provider)}.`,
    });
  const sourceRules = await from(source.provider);
  return {
    rules: rulesFor(rules, target.kind),
    ...(sourceRules && { sourceRules: rulesFor(sourceRules, source.kind) }),
  };
}

import { CrosstagError, rulesFor, type TagRules } from "@crosstag/core";
import { matchResources, type Match, type MatchedPair, type MatchSide, type ResourceMatch } from "@crosstag/migration";
import type { Side } from "../../inventory/with-side.ts";
import type { Migration } from "./migration.ts";

/** The names in the mapping, if it names every resource: clouds are large. Undefined: read every resource. */
export function namesOf(match: ResourceMatch | undefined, side: "from" | "to"): readonly string[] | undefined {
  if (match === undefined || match.tag !== undefined || match.sameId) return undefined;
  return [...new Set([...(match.pairs ?? []), ...(match.aliases ?? [])].map((pair) => pair[side]))];
}

/** Reads the target and pairs it with the source. */
export async function matchSides({ mapping }: Migration, source: MatchSide, target: Side): Promise<Match> {
  return matchResources(mapping.match, source, await target.read(namesOf(mapping.match, "to")));
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

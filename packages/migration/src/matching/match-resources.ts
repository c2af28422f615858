import type { InventoryEntry, ReadInventoryEntry } from "../inventory/inventory-entry.ts";
import type { UnlistedPart } from "../inventory/diff-inventories.ts";
import { isRead } from "../inventory/inventory-entry.ts";
import type { ResourceMatch } from "../mapping/mapping.ts";
import type { MatchProblem } from "./match-problem.ts";
import { NameIndex, resourceId } from "./name-index.ts";
import { pairByValue } from "./pair-by-value.ts";

/** The resources of one side that the mapping can pair. */
export interface MatchSide {
  /** The resources of this side. */
  readonly entries: readonly InventoryEntry[];
  /** Names in the mapping with the references that the cloud resolved them to: aliases, short names. */
  readonly names?: ReadonlyMap<string, string>;
  /** What could not be listed completely, so that `entries` may lack resources. Default: nothing, the side is complete. */
  readonly unlisted?: readonly UnlistedPart[];
}

/** A source and its target. */
export interface MatchedPair {
  /** The resource whose tags are copied. */
  readonly source: ReadInventoryEntry;
  /** The resource that gets the tags. */
  readonly target: ReadInventoryEntry;
  /** The rule that paired them. */
  readonly by: "pair" | "alias" | "tag" | "id";
}

/** Sources with their targets. */
export interface Match {
  /** Pairs of sources and targets. */
  readonly pairs: readonly MatchedPair[];
  /** A pair with a problem is not in `pairs`. */
  readonly problems: readonly MatchProblem[];
  /** Resources of the source without a target. */
  readonly unmatched: readonly string[];
  /**
   * Resources of the source that were not paired by a tag or an id, because their kind could not be listed completely on
   * one side: the right target, or a second one, may be missing.
   */
  readonly undecided: readonly string[];
}

interface FoundPair {
  readonly source: InventoryEntry;
  readonly target: InventoryEntry;
  readonly by: MatchedPair["by"];
}

/**
 * Pairs resources of the source with resources of the target. Without any rule: those of the same kind and id. A kind that
 * could not be listed completely on one side is paired by name only.
 */
export function matchResources(match: ResourceMatch | undefined, source: MatchSide, target: MatchSide): Match {
  const { pairs = [], aliases = [], tag, sameId = match === undefined } = match ?? {};
  const problems: MatchProblem[] = [];
  const from = new NameIndex(source.entries, source.names);
  const to = new NameIndex(target.entries, target.names);
  const found: FoundPair[] = [];
  const named = [
    ...pairs.map((pair) => ({ ...pair, by: "pair" as const })),
    ...aliases.map((pair) => ({ ...pair, by: "alias" as const })),
  ];
  for (const { from: sourceName, to: targetName, by } of named) {
    const one = find(from, sourceName, "source", problems);
    const other = find(to, targetName, "target", problems);
    if (one !== undefined && other !== undefined) found.push({ source: one, target: other, by });
  }
  const taken = new Set(found.map((pair) => pair.source));
  const isListed = listedOnBothSides(source, target);
  const targets = target.entries.filter(isListed);
  const pairFurther = (
    by: "tag" | "id",
    valueOf: (entry: InventoryEntry, side: "from" | "to") => string | undefined,
  ) => {
    const open = source.entries.filter((entry) => isListed(entry) && !taken.has(entry));
    const paired = pairByValue(open, targets, valueOf, by);
    problems.push(...paired.problems);
    for (const pair of paired.pairs) {
      taken.add(pair.source);
      found.push({ ...pair, by });
    }
  };
  // A resource whose tags could not be read might have the tag, so the match by tag would be incomplete.
  if (tag !== undefined)
    problems.push(
      ...[...source.entries.filter(isListed), ...targets].filter((entry) => !taken.has(entry)).flatMap(unreadable),
    );
  if (tag !== undefined)
    pairFurther("tag", (entry, side) => (isRead(entry) ? ownValue(entry.tags, tag[side]) : undefined));
  if (sameId) pairFurther("id", resourceId);
  const readable = withoutDoubles(found).filter((pair) => isReadable(pair, problems));
  const open = source.entries.filter((entry) => !taken.has(entry));
  return {
    pairs: refuseSecondSources(readable, problems),
    problems,
    unmatched: open.filter(isListed).map(({ reference }) => reference),
    undecided: open.filter((entry) => !isListed(entry)).map(({ reference }) => reference),
  };
}

/** A tag or an id pairs resources of one kind: what is missing from a kind on one side can be the partner, or a second one. */
function listedOnBothSides(...sides: readonly MatchSide[]): (entry: Pick<InventoryEntry, "kind">) => boolean {
  const unlisted = sides.flatMap(({ unlisted: parts = [] }) => parts);
  return ({ kind }) => !unlisted.some((part) => part.kind === undefined || part.kind === kind);
}

function find(
  index: NameIndex<InventoryEntry>,
  name: string,
  side: string,
  problems: MatchProblem[],
): InventoryEntry | undefined {
  const entry = index.find(name);
  if (entry !== undefined && entry !== "ambiguous") return entry;
  const message =
    entry === undefined
      ? `The ${side} has no resource named ${JSON.stringify(name)}.`
      : `Several resources of the ${side} have the name ${JSON.stringify(name)}. Give the full name.`;
  problems.push({ problem: entry === undefined ? "not-found" : "ambiguous", resources: [name], message });
  return undefined;
}

/** One pair can be named twice: in `pairs`, and by an alias. */
function withoutDoubles(pairs: readonly FoundPair[]): readonly FoundPair[] {
  const seen = new Set<string>();
  return pairs.filter(({ source, target }) => {
    const name = JSON.stringify([source.reference, target.reference]);
    return seen.size < seen.add(name).size;
  });
}

function isReadable(
  pair: FoundPair,
  problems: MatchProblem[],
): pair is FoundPair & Pick<MatchedPair, "source" | "target"> {
  const unread = [pair.source, pair.target].flatMap(unreadable);
  problems.push(...unread);
  return unread.length === 0;
}

function unreadable(entry: InventoryEntry): readonly MatchProblem[] {
  if (isRead(entry)) return [];
  const { reference, error } = entry;
  const message = `The tags of ${reference} could not be read (${error}).`;
  return [{ problem: "unreadable", resources: [reference], message }];
}

function refuseSecondSources(
  pairs: readonly (FoundPair & Pick<MatchedPair, "source" | "target">)[],
  problems: MatchProblem[],
): readonly MatchedPair[] {
  const byTarget = new Map<string, MatchedPair[]>();
  for (const pair of pairs) {
    const sharing = byTarget.get(pair.target.reference);
    if (sharing === undefined) byTarget.set(pair.target.reference, [pair]);
    else sharing.push(pair);
  }
  return [...byTarget].flatMap(([target, sharing]) => {
    const sources = sharing.map(({ source }) => source.reference);
    if (sources.length > 1) {
      const message = `${sources.join(" and ")} have the same target ${target}.`;
      problems.push({ problem: "two-sources", resources: [...sources, target], message });
      return [];
    }
    if (sources[0] === target) {
      problems.push({ problem: "itself", resources: [target], message: `${target} is its own target.` });
      return [];
    }
    return sharing;
  });
}

function ownValue(tags: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

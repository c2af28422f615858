import type { ResourceKind } from "../model/reference.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { Selection } from "./desired-state.ts";
import type { ResourceFacts } from "./fact-condition.ts";
import { selectsCloud, type CloudName } from "./cloud-name.ts";
import { compileTagConditions } from "./matches-glob.ts";
import { compileConditions } from "./resource-conditions.ts";

/** Where a resource is, and what it is. */
export interface SelectablePlace {
  /** The cloud's provider. */
  readonly provider: string;
  /** The configured name of the cloud. Undefined: it has none. */
  readonly cloud: CloudName | undefined;
  /** The region. */
  readonly region: string;
  /** The kind of the resource. */
  readonly kind: ResourceKind;
}

/** Whether a selection can hold for resources of this cloud, region and kind at all. */
export function mayMatch(
  { clouds, regions, kinds }: Selection,
  { provider, cloud, region, kind }: SelectablePlace,
): boolean {
  return (
    (clouds === undefined || clouds.some((wanted) => selectsCloud(wanted, provider, cloud))) &&
    (regions === undefined || regions.includes(region)) &&
    (kinds === undefined || kinds.includes(kind))
  );
}

/** A selection without its names, prepared for many resources. What costs nothing more is compared first. */
export interface CompiledSelection {
  /** Whether a resource has to be described before `matchesFacts`. */
  readonly needsDescription: boolean;
  /** Whether the aliases of a resource have to be known before `matchesFacts`. */
  readonly needsAliases: boolean;
  /** Whether everything holds that needs no description and no aliases. */
  readonly mayMatch: (place: SelectablePlace, tags: TagSet) => boolean;
  /** Whether the rest holds. A fact that is not known meets no condition. */
  readonly matchesFacts: (facts: ResourceFacts) => boolean;
}

/** @param now the time that durations in conditions count from */
export function compileSelection(selection: Selection, now: Date): CompiledSelection {
  const { states, tags: tagConditions } = selection;
  const conditions = compileConditions(selection, now);
  const hasTags = tagConditions === undefined ? () => true : compileTagConditions(tagConditions);
  return {
    needsDescription: states !== undefined || conditions.needsDescription,
    needsAliases: conditions.needsAliases,
    mayMatch: (place, tags) => mayMatch(selection, place) && hasTags(tags) && conditions.matchesTags(tags),
    matchesFacts: (facts) =>
      (states === undefined || (facts.state !== undefined && states.includes(facts.state))) &&
      conditions.matchesFacts(facts),
  };
}

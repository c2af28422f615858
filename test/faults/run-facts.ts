import type { PlannedResourceChange } from "@crosstag/core";
import type { RunState } from "@crosstag/core/node";
import type { ForeignWrites } from "./competing-tagger.ts";
import type { Tags, World } from "./seeded-world.ts";

/** Everything that is known of a run after its end. */
export interface RunFacts {
  readonly world: World;
  readonly planned: ReadonlyMap<string, PlannedResourceChange>;
  /** Resources that took no change any more. */
  readonly lost: ReadonlySet<string>;
  readonly tagger: ForeignWrites;
  readonly state: RunState;
}

export function tagsAfter({ before, set, remove }: PlannedResourceChange): Tags {
  const tags = Object.entries({ ...before, ...set });
  return Object.fromEntries(tags.filter(([key]) => !remove.includes(key)));
}

export function withForeign(tags: Tags, arn: string, { foreign }: ForeignWrites): Tags {
  return { ...tags, ...Object.fromEntries(foreign.get(arn) ?? []) };
}

/** What is different, by tag key; empty where nothing is. */
export function difference(is: Tags, wanted: Tags): string {
  const keys = new Set([...Object.keys(is), ...Object.keys(wanted)]);
  return [...keys]
    .filter((key) => is[key] !== wanted[key])
    .map((key) => `${key}: ${is[key] ?? "absent"} instead of ${wanted[key] ?? "absent"}`)
    .join(", ");
}

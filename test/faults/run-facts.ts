import type { PlannedResourceChange } from "@crosstag/core";
import type { RunState } from "@crosstag/core/node";
import type { ForeignWrites } from "./competing-tagger.ts";
import type { Tags } from "./seeded-resources.ts";
import type { Loss, World } from "./seeded-world.ts";

/** Everything known about a run after its end. */
export interface RunFacts {
  readonly world: World;
  /** All tags at the time of the plan, by reference. */
  readonly initial: ReadonlyMap<string, Tags>;
  readonly planned: ReadonlyMap<string, PlannedResourceChange>;
  /** Resources that accepted no change any more, from the start or from some moment on. */
  readonly losses: ReadonlyMap<string, Loss>;
  readonly tagger: ForeignWrites;
  readonly state: RunState;
}

export function tagsAfter({ before, set, remove }: PlannedResourceChange): Tags {
  const tags = Object.entries({ ...before, ...set });
  return Object.fromEntries(tags.filter(([key]) => !remove.includes(key)));
}

/**
 * The differences by tag key; empty if there are none. With several wanted states, each key may be as in any of them.
 */
export function difference(is: Tags, ...wanted: readonly Tags[]): string {
  const keys = new Set([is, ...wanted].flatMap((tags) => Object.keys(tags)));
  return [...keys]
    .filter((key) => wanted.every((tags) => is[key] !== tags[key]))
    .map((key) => {
      const values = new Set(wanted.map((tags) => tags[key] ?? "absent"));
      return `${key}: ${is[key] ?? "absent"} instead of ${[...values].join(" or ")}`;
    })
    .join(", ");
}

import type { PlannedResourceChange } from "@crosstag/core";
import type { World } from "./seeded-world.ts";

/** Looks at all resources again and again: no more tags than allowed, and no renamed tag missing under both its names. */
export function watchWorld(
  { resources, renames }: World,
  planned: ReadonlyMap<string, PlannedResourceChange>,
  meddled: ReadonlySet<string>,
): { readonly problems: ReadonlySet<string>; stop(): void } {
  const problems = new Set<string>();
  const look = () => {
    for (const { arn, limit, tags } of resources) {
      const now = tags();
      if (Object.keys(now).length > limit) problems.add(`${arn} has more than ${limit} tags`);
      const entry = planned.get(arn);
      if (entry === undefined || meddled.has(arn)) continue;
      for (const [from, to] of Object.entries(renames)) {
        const isRenamed = Object.hasOwn(entry.before, from) && !entry.removeFirst?.includes(from);
        if (isRenamed && !Object.hasOwn(now, from) && !Object.hasOwn(now, to))
          problems.add(`${arn} has neither ${from} nor ${to}`);
      }
    }
  };
  const timer = setInterval(look, 1);
  return { problems, stop: () => clearInterval(timer) };
}

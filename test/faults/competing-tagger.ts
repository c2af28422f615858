import type { PlannedResourceChange } from "@crosstag/core";
import type { Draw, WorldResource } from "./seeded-world.ts";

/** What somebody else wrote while a run was under way, by reference. */
export interface ForeignWrites {
  /** Tag keys that no plan knows, with their values. */
  readonly foreign: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Resources on which a planned tag key was written. */
  readonly meddled: ReadonlySet<string>;
}

export interface CompetingTagger extends ForeignWrites {
  stop(): void;
}

const EVERY_MS = 15;
/** Share of its writes that go to a tag key of the plan. */
const MEDDLING = 0.06;

/** Tags at random moments until it is stopped. */
export function startCompetingTagger(
  resources: readonly WorldResource[],
  planned: ReadonlyMap<string, PlannedResourceChange>,
  draw: Draw,
): CompetingTagger {
  const foreign = new Map<string, Map<string, string>>();
  const meddled = new Set<string>();
  let writes = 0;
  const timer = setInterval(() => {
    const one = resources[Math.floor(draw() * resources.length)] as WorldResource;
    const tags = one.tags();
    // Nobody may fill a resource up so far that the plan no longer fits: that would be another story.
    if (Object.keys(tags).length > one.limit - 8) return;
    writes += 1;
    const entry = planned.get(one.arn);
    const keys = entry === undefined ? [] : [...Object.keys(entry.set), ...entry.remove];
    if (keys.length > 0 && draw() < MEDDLING) {
      const key = keys[Math.floor(draw() * keys.length)] as string;
      meddled.add(one.arn);
      one.setTags({ ...tags, [key]: `meddled-${writes}` });
      return;
    }
    const key = `foreign-${Math.floor(draw() * 3)}`;
    const ofResource = foreign.get(one.arn) ?? new Map<string, string>();
    foreign.set(one.arn, ofResource);
    ofResource.set(key, String(writes));
    one.setTags({ ...tags, [key]: String(writes) });
  }, EVERY_MS);
  return { foreign, meddled, stop: () => clearInterval(timer) };
}

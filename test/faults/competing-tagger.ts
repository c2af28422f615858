import type { PlannedResourceChange } from "@crosstag/core";
import type { Draw, Tags, WorldResource } from "./seeded-resources.ts";
import type { World } from "./seeded-world.ts";

/** What another program wrote during a run. */
export interface ForeignWrites {
  /** Tag keys outside every plan, with their last values, by reference. */
  readonly foreign: ReadonlyMap<string, Tags>;
  /** Planned tag keys, with their last values, by reference. */
  readonly overwritten: ReadonlyMap<string, Tags>;
  /** All of them, in order. */
  readonly writes: readonly ForeignWrite[];
}

interface ForeignWrite {
  readonly at: Date;
  readonly arn: string;
  readonly key: string;
  readonly value: string;
}

export interface CompetingTagger extends ForeignWrites {
  stop(): void;
}

const EVERY_MS = 15;
/** The share of its writes to a tag key of the plan, and of these, the share with the planned value. */
const MEDDLING = 0.04;
const AGREEING = 0.3;

/** Tags at random moments until it is stopped. */
export function startCompetingTagger(
  world: World,
  planned: ReadonlyMap<string, PlannedResourceChange>,
  draw: Draw,
): CompetingTagger {
  const foreign = new Map<string, Tags>();
  const overwritten = new Map<string, Tags>();
  const writes: ForeignWrite[] = [];
  const write = (one: WorldResource, key: string, value: string, ofKind: Map<string, Tags>) => {
    one.setTags({ ...one.tags(), [key]: value });
    ofKind.set(one.arn, { ...ofKind.get(one.arn), [key]: value });
    writes.push({ at: new Date(), arn: one.arn, key, value });
  };
  const timer = setInterval(() => {
    const one = world.resources[Math.floor(draw() * world.resources.length)] as WorldResource;
    // It never fills a resource so far that the plan no longer fits: that is another case.
    if (Object.keys(one.tags()).length > one.limit - 8) return;
    const entry = planned.get(one.arn);
    const keys = entry === undefined ? [] : [...Object.keys(entry.set), ...entry.remove];
    if (keys.length > 0 && draw() < MEDDLING) {
      const key = keys[Math.floor(draw() * keys.length)] as string;
      const agreed = draw() < AGREEING ? entry?.set[key] : undefined;
      write(one, key, agreed ?? `foreign-${writes.length}`, overwritten);
    } else write(one, `foreign-${Math.floor(draw() * 3)}`, String(writes.length), foreign);
  }, EVERY_MS);
  return { foreign, overwritten, writes, stop: () => clearInterval(timer) };
}

import type { DesiredState } from "@crosstag/core";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";

export type Tags = Readonly<Record<string, string>>;

/** A resource of the world, with what its cloud really holds, whatever a read may show. */
export interface WorldResource {
  readonly arn: string;
  /** What requests call it: the part after the last `/`. */
  readonly name: string;
  /** Tags that its cloud allows. */
  readonly limit: number;
  readonly tags: () => Tags;
  readonly setTags: (tags: Tags) => void;
}

export interface World {
  readonly clouds: LocalClouds;
  readonly resources: readonly WorldResource[];
  readonly desired: DesiredState;
  /** Old tag key to new, over all statements. */
  readonly renames: Readonly<Record<string, string>>;
  /** Resources that take no change any more; called once, when the plan is made. */
  loseSome(): ReadonlySet<string>;
}

/** How long reads may lag, milliseconds. */
export const LAG_MS = 200;

export type Draw = () => number;

/** Both local clouds with some keys and secrets, and a desired state for them; the same for the same draws. */
export async function openWorld(draw: Draw): Promise<World> {
  const consistency = { delayMs: LAG_MS, flapping: true };
  const clouds = await startLocalClouds({
    aws: { quotas: "off", consistency, requestLogCapacity: 100_000 },
    alibaba: { quotas: "off", consistency, requestLogCapacity: 100_000 },
    ids: "sequential",
  });
  const { aws, alibaba } = clouds;
  const resources: WorldResource[] = [];
  const count = () => 8 + Math.floor(draw() * 20);
  for (let index = count(); index > 0; index -= 1) {
    const { arn } = aws.keys.createKey({ tags: someTags(draw, 50) });
    resources.push(resource(arn, 50, aws.keys));
  }
  for (let index = count(); index > 0; index -= 1) {
    const { arn } = alibaba.keys.createKey({ tags: someTags(draw, 20) });
    resources.push(resource(arn, 20, alibaba.keys));
  }
  for (let index = Math.floor(draw() * 6); index > 0; index -= 1) {
    const { arn } = alibaba.secrets.createSecret(`secret-${index}`, someTags(draw, 20));
    resources.push(resource(arn, 20, alibaba.secrets));
  }
  const renames = { Owner: "owner" };
  return {
    clouds,
    resources,
    renames,
    desired: someState(draw, renames),
    loseSome: () => {
      const [key] = aws.keys.list();
      if (key === undefined || draw() < 0.5) return new Set();
      aws.keys.setState(key.arn, "PendingDeletion");
      return new Set([key.arn]);
    },
  };
}

function resource(
  arn: string,
  limit: number,
  scene: { tagsOf(name: string): Tags; setTags(name: string, tags: Tags): void },
): WorldResource {
  return {
    arn,
    limit,
    name: arn.slice(arn.lastIndexOf("/") + 1),
    tags: () => scene.tagsOf(arn),
    setTags: (tags) => scene.setTags(arn, tags),
  };
}

/** Few values, so that resources share calls; now and then so many tags that there is no room for another. */
function someTags(draw: Draw, limit: number): Tags {
  const tags: Record<string, string> = {};
  if (draw() < 0.7) tags["Owner"] = `team-${Math.floor(draw() * 4)}`;
  if (draw() < 0.2) tags["stage"] = "production";
  else if (draw() < 0.6) tags["stage"] = "test";
  if (draw() < 0.5) tags["tmp-a"] = "1";
  if (draw() < 0.4) tags["tmp-b"] = `${Math.floor(draw() * 3)}`;
  if (draw() < 0.3) tags["reviewed"] = "yes";
  if (draw() < 0.15) for (let more = Object.keys(tags).length; more < limit; more += 1) tags[`label-${more}`] = "x";
  return tags;
}

function someState(draw: Draw, rename: Tags): DesiredState {
  const actions = {
    rename,
    set: { stage: draw() < 0.5 ? "production" : "live", ...(draw() < 0.5 && { "cost-center": "4711" }) },
    ...(draw() < 0.6 && { setIfAbsent: { reviewed: "no" } }),
    ...(draw() < 0.7 && { remove: draw() < 0.5 ? ["tmp-*"] : ["tmp-a", "label-1?"] }),
  };
  return {
    version: 1,
    leavesAlone: ["foreign-*"],
    statements: [
      { select: {}, ...actions },
      { select: { clouds: ["aws"], tags: { "tmp-b": ["1", "2"] } }, set: { seen: "aws" } },
    ],
  };
}

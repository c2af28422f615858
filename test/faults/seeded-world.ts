import type { DesiredState } from "@crosstag/core";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { seededDesiredState } from "./seeded-desired-state.ts";

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
  /** Absent where there is no deletion to wait for. */
  readonly scheduleDeletion?: () => void;
}

/** Why a resource takes no change any more. */
export type Loss = "vanished" | "pending-deletion" | "pending-deletion-later";

export interface World {
  readonly clouds: LocalClouds;
  readonly resources: readonly WorldResource[];
  readonly desired: DesiredState;
  /** Has keys vanish and others wait for their deletion; called once, when the plan is made. */
  loseSome(): Map<string, Loss>;
  /** Called whenever a cloud asks for the time: when a request comes in, and just before each change of a tag. */
  onTimeAsked(listener: () => void): void;
}

/** How long reads may lag, milliseconds. */
export const LAG_MS = 200;

export type Draw = () => number;

const WAIT_FOR_DELETION_MS = 31 * 24 * 60 * 60 * 1_000;

/** Both local clouds with some keys and secrets, and a desired state for them; the same for the same draws. */
export async function openWorld(draw: Draw): Promise<World> {
  const consistency = { delayMs: LAG_MS, flapping: true };
  const listeners: (() => void)[] = [];
  // The clouds begin in the past, so that what waits for its deletion can be gone a moment later.
  let behindMs = WAIT_FOR_DELETION_MS;
  const clouds = await startLocalClouds({
    aws: { quotas: "off", consistency, requestLogCapacity: 100_000 },
    alibaba: { quotas: "off", consistency, requestLogCapacity: 100_000 },
    ids: "sequential",
    clock: {
      now: () => {
        for (const listener of listeners) listener();
        return Date.now() - behindMs;
      },
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
  });
  const { aws, alibaba } = clouds;
  const keysOfAws = Array.from({ length: someCount(draw) }, () => {
    const { arn } = aws.keys.createKey({ tags: someTags(draw, 50) });
    const scheduleDeletion = () => aws.keys.setState(arn, "PendingDeletion");
    return { ...resource(arn, 50, aws.keys), scheduleDeletion };
  });
  const keysOfAlibaba = Array.from({ length: someCount(draw) }, () => {
    const { arn } = alibaba.keys.createKey({ tags: someTags(draw, 20) });
    const scheduleDeletion = () => alibaba.keys.setState(arn, "PendingDeletion");
    return { ...resource(arn, 20, alibaba.keys), scheduleDeletion };
  });
  const secrets = Array.from({ length: Math.floor(draw() * 8) }, (_, index) => {
    const { arn } = alibaba.secrets.createSecret(`secret-${index}`, someTags(draw, 20));
    return resource(arn, 20, alibaba.secrets);
  });
  let resources: readonly WorldResource[] = [...keysOfAws, ...keysOfAlibaba, ...secrets];
  return {
    clouds,
    get resources() {
      return resources;
    },
    desired: seededDesiredState(
      draw,
      resources.map(({ arn }) => arn),
    ),
    loseSome: () => {
      const losses = new Map<string, Loss>();
      for (const [first, second] of [keysOfAws, keysOfAlibaba]) {
        if (first === undefined || second === undefined) continue;
        if (draw() < 0.3) losses.set(first.arn, "vanished");
        if (draw() < 0.3) losses.set(second.arn, "pending-deletion");
        if (losses.has(first.arn)) first.scheduleDeletion();
      }
      behindMs = 0;
      for (const { arn, scheduleDeletion } of resources)
        if (losses.get(arn) === "pending-deletion") scheduleDeletion?.();
      resources = resources.filter(({ arn }) => losses.get(arn) !== "vanished");
      return losses;
    },
    onTimeAsked: (listener) => {
      listeners.push(listener);
    },
  };
}

/** Few mostly, so that a seed is quick; now and then so many that they do not fit into one call. */
function someCount(draw: Draw): number {
  return 10 + Math.floor(draw() ** 2 * 31);
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
  if (draw() < 0.1) tags["owner"] = `team-${Math.floor(draw() * 4)}`;
  if (draw() < 0.2) tags["stage"] = "production";
  else if (draw() < 0.6) tags["stage"] = "test";
  if (draw() < 0.5) tags["tmp-a"] = "1";
  if (draw() < 0.4) tags["tmp-b"] = `${Math.floor(draw() * 3)}`;
  if (draw() < 0.3) tags["reviewed"] = "yes";
  if (draw() < 0.15) for (let more = Object.keys(tags).length; more < limit; more += 1) tags[`label-${more}`] = "x";
  return tags;
}

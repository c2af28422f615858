import type { DesiredState } from "@crosstag/core";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { seededDesiredState } from "./seeded-desired-state.ts";

export type Tags = Readonly<Record<string, string>>;

/** A resource of the world, with its true tags, whatever a read may show. */
export interface WorldResource {
  readonly arn: string;
  /** Its region, and its name in requests there. */
  readonly place: string;
  /** Tags that its cloud allows. */
  readonly limit: number;
  readonly tags: () => Tags;
  readonly setTags: (tags: Tags) => void;
  /** Absent if it cannot be scheduled for deletion. */
  readonly scheduleDeletion?: () => void;
}

/** Why a resource accepts no change any more. */
export type Loss = "vanished" | "pending-deletion" | "pending-deletion-later";

export interface World {
  readonly clouds: LocalClouds;
  readonly resources: readonly WorldResource[];
  readonly desired: DesiredState;
  /** Deletes some keys and schedules the deletion of others. Called once, when the plan is made. */
  loseSome(): Map<string, Loss>;
  /** Called whenever a cloud reads the clock: when a request arrives, and just before each change of a tag. */
  onTimeAsked(listener: () => void): void;
}

/** Two of each cloud, in one account, whose secrets have the same names. */
export const REGIONS = { aws: ["us-east-1", "eu-central-1"], alibaba: ["cn-hangzhou", "cn-shanghai"] } as const;

/** How long reads may be delayed, in milliseconds. */
export const LAG_MS = 200;

export type Draw = () => number;

const WAIT_FOR_DELETION_MS = 31 * 24 * 60 * 60 * 1_000;

/** Both local clouds with some keys, secrets and certificates, and a desired state for them; the same for the same random numbers. */
export async function openWorld(draw: Draw): Promise<World> {
  const consistency = { delayMs: LAG_MS, flapping: true };
  const listeners: (() => void)[] = [];
  // The clouds start in the past, so that scheduled deletions can be executed a moment later.
  let behindMs = WAIT_FOR_DELETION_MS;
  const clouds = await startLocalClouds({
    aws: { regions: REGIONS.aws, quotas: "off", consistency, requestLogCapacity: 100_000 },
    alibaba: { regions: REGIONS.alibaba, quotas: "off", consistency, requestLogCapacity: 100_000 },
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
    const { arn } = aws.keys.createKey({ tags: someTags(draw, 50), region: some(draw, REGIONS.aws) });
    const scheduleDeletion = () => aws.keys.setState(arn, "PendingDeletion");
    return { ...resource(arn, 50, aws.keys), scheduleDeletion };
  });
  const keysOfAlibaba = Array.from({ length: someCount(draw) }, () => {
    const tags = someTags(draw, 20);
    const { keys } = alibaba.in(some(draw, REGIONS.alibaba));
    const { arn } = keys.createKey({ tags });
    const scheduleDeletion = () => keys.setState(arn, "PendingDeletion");
    return { ...resource(arn, 20, keys), scheduleDeletion };
  });
  const secrets = REGIONS.alibaba.flatMap((region) =>
    Array.from({ length: Math.floor(draw() * 5) }, (_, index) => {
      const { secrets: scene } = alibaba.in(region);
      const { arn } = scene.createSecret(`secret-${index}`, someTags(draw, 20));
      return resource(arn, 20, scene);
    }),
  );
  const besideKeysOfAws = REGIONS.aws.flatMap((region) => [
    ...Array.from({ length: Math.floor(draw() * 4) }, (_, index) => {
      const { arn } = aws.secrets.createSecret({ name: `secret-${index}`, region, tags: someTags(draw, 50) });
      return resource(arn, 50, aws.secrets);
    }),
    ...Array.from({ length: Math.floor(draw() * 4) }, () => {
      const keyAlgorithm = some(draw, ["RSA_2048", "EC_prime256v1"] as const);
      const { arn } = aws.certificates.createCertificate({ keyAlgorithm, region, tags: someTags(draw, 50) });
      return resource(arn, 50, aws.certificates);
    }),
  ]);
  let resources: readonly WorldResource[] = [...keysOfAws, ...keysOfAlibaba, ...secrets, ...besideKeysOfAws];
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

/** The same for the name of a resource and for a request that names it in some form. */
export function placeOf(name: string, region = name.split(":").at(name.startsWith("arn:") ? 3 : 2)): string {
  return `${region} ${name.slice(name.lastIndexOf("/") + 1)}`;
}

function some<Item>(draw: Draw, items: readonly Item[]): Item {
  return items[Math.floor(draw() * items.length)] as Item;
}

/** Mostly few, so that a seed is fast; sometimes too many for one call. */
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
    place: placeOf(arn),
    tags: () => scene.tagsOf(arn),
    setTags: (tags) => scene.setTags(arn, tags),
  };
}

/** Few values, so that resources share calls; sometimes so many tags that another does not fit. */
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

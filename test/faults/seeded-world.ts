import type { DesiredState } from "@crosstag/core";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { seededDesiredState } from "./seeded-desired-state.ts";
import {
  keysOfAlibaba,
  keysOfAws,
  keysOfTencent,
  REGIONS,
  secretsAndCertificatesOfAws,
  secretsOfAlibaba,
  secretsOfTencent,
  type Draw,
  type WorldResource,
} from "./seeded-resources.ts";

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

/** How long reads may be delayed, in milliseconds. */
export const LAG_MS = 200;

const WAIT_FOR_DELETION_MS = 31 * 24 * 60 * 60 * 1_000;

/** The local clouds with some keys, secrets and certificates, and a desired state for them; the same for the same random numbers. */
export async function openWorld(draw: Draw): Promise<World> {
  const listeners: (() => void)[] = [];
  // The clouds start in the past, so that scheduled deletions can be executed a moment later.
  let behindMs = WAIT_FOR_DELETION_MS;
  const clouds = await startClouds(() => {
    for (const listener of listeners) listener();
    return Date.now() - behindMs;
  });
  const { aws, alibaba, tencent } = clouds;
  const ofAws = keysOfAws(draw, aws);
  const ofAlibaba = keysOfAlibaba(draw, alibaba);
  const besideKeys = [...secretsOfAlibaba(draw, alibaba), ...secretsAndCertificatesOfAws(draw, aws)];
  const ofTencent = keysOfTencent(draw, tencent);
  let resources: readonly WorldResource[] = [
    ...ofAws,
    ...ofAlibaba,
    ...besideKeys,
    ...ofTencent,
    ...secretsOfTencent(draw, tencent),
  ];
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
      for (const [first, second] of [ofAws, ofAlibaba, ofTencent]) {
        if (first === undefined || second === undefined) continue;
        if (draw() < 0.3) losses.set(first.arn, "vanished");
        if (draw() < 0.3) losses.set(second.arn, "pending-deletion");
        if (losses.has(first.arn)) (first.remove ?? first.scheduleDeletion)?.();
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

function startClouds(now: () => number): Promise<LocalClouds> {
  const consistency = { delayMs: LAG_MS, flapping: true };
  const shared = { quotas: "off", consistency, requestLogCapacity: 100_000 } as const;
  return startLocalClouds({
    aws: { ...shared, regions: REGIONS.aws },
    alibaba: { ...shared, regions: REGIONS.alibaba },
    tencent: { ...shared, regions: REGIONS.tencent, settings: { tagsInPendingDelete: "refuse" } },
    ids: "sequential",
    clock: { now, sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)) },
  });
}

/** What every cloud has: requests, faults and interventions. */
export function everyCloud({ aws, alibaba, tencent }: LocalClouds) {
  return [aws, alibaba, tencent];
}

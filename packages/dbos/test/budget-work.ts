import { createCrosstag } from "@crosstag/core";
import { createMemoryCloud, ONE_BY_ONE_SHAPE, type MemoryCloud } from "@crosstag/core/testing";
import type { PostgresBudget } from "../src/index.ts";

/** A cloud of its own region, so that no test spends another one's quota; or one that counts calls with another region. */
export function openCloud(region: string, requestsPerSecond: number, together?: MemoryCloud | "account"): MemoryCloud {
  const quota = {
    id: "tag",
    requestsPerSecond,
    covers: [{ operation: "writeTags" }],
    source: "the test itself",
    verifiedOn: "2026-11-29",
    status: "observed",
  } as const;
  const quotas = [together === undefined ? quota : { ...quota, id: "tag-of-account", countedPer: "account" as const }];
  const quotasOfAccount = typeof together === "object" ? { quotasOfAccount: together.quotas } : {};
  return createMemoryCloud({ ...ONE_BY_ONE_SHAPE, region, quotas, enforceQuotas: true, ...quotasOfAccount });
}

export interface Work {
  readonly sent: readonly number[];
  readonly changed: number;
  readonly throttled: number;
}

/** One worker: tags so many keys with the turns of a budget. */
export async function work(
  cloud: MemoryCloud,
  keys: number,
  budget: PostgresBudget,
  maximumConcurrentCalls?: number,
): Promise<Work> {
  const resources = Array.from({ length: keys }, () => cloud.scene.create("key"));
  const crosstag = createCrosstag([cloud.driver], { maximumConcurrentCalls, quotaBudget: budget, retry: "patient" });
  const sent: number[] = [];
  let throttled = 0;
  const { counts } = await crosstag.tagResource(
    { resources, tags: { team: "payments" }, readFirst: false },
    {
      onEvent: ({ type, ...event }) => {
        if (type === "call-started" && "operation" in event && event.operation === "writeTags")
          sent.push(performance.now());
        if (type === "call-throttled") throttled += 1;
      },
    },
  );
  return { sent, changed: counts.changed, throttled };
}

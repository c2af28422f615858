import { createCrosstag } from "@crosstag/core";
import { createMemoryCloud, createVirtualClock, ONE_BY_ONE_SHAPE } from "@crosstag/core/testing";
import type { MemoryCloud } from "@crosstag/core/testing";

export interface PacingRow {
  readonly scenario: string;
  /** Of the rest of the quota. */
  readonly usedShare: string;
  readonly throttledShare: string;
  readonly note: string;
}

interface Scenario {
  readonly scenario: string;
  readonly keys: number;
  readonly programs: number;
  /** Changes of the quota and their time: others spend a number of calls per second, or the cloud grants a number. */
  readonly change?: { readonly at: number; readonly eaten?: number; readonly granted?: number };
}

const QUOTA = {
  id: "tag",
  requestsPerSecond: 100,
  covers: [{ operation: "writeTags" }],
  source: "the bench itself",
  verifiedOn: "2026-11-25",
  status: "observed",
} as const;
const LATENCY_MS = 25;
const SCENARIOS: readonly Scenario[] = [
  { scenario: "alone", keys: 10_000, programs: 1 },
  { scenario: "others spend half from the start", keys: 1_000, programs: 1, change: { at: 0, eaten: 50 } },
  { scenario: "others spend half from 10 s on", keys: 2_000, programs: 1, change: { at: 10, eaten: 50 } },
  { scenario: "quota raised to 300/s at 30 s", keys: 15_000, programs: 1, change: { at: 30, granted: 300 } },
  { scenario: "four programs at once", keys: 2_000, programs: 4 },
];

/** How the pace of one quota of 100 calls a second follows the rest of the quota, in simulated time, 16 in flight. */
export async function simulatePacing(): Promise<readonly PacingRow[]> {
  const rows: PacingRow[] = [];
  for (const scenario of SCENARIOS) rows.push(await simulate(scenario));
  return rows;
}

async function simulate({ scenario, keys, programs, change }: Scenario): Promise<PacingRow> {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({
    ...ONE_BY_ONE_SHAPE,
    quotas: [QUOTA],
    clock,
    enforceQuotas: true,
    latencyMs: LATENCY_MS,
  });
  const shares = Array.from({ length: programs }, () => Array.from({ length: keys }, () => cloud.scene.create("key")));
  const changed = change && changeQuota(cloud.quotas, change, (seconds) => clock.sleep(seconds * 1_000));
  let throttled = 0;
  const finished = await Promise.all(
    shares.map(async (resources) => {
      const crosstag = createCrosstag([cloud.driver], { clock, retry: "patient", maximumConcurrentCalls: 16 });
      const request = { resources, tags: { team: "payments" }, readFirst: false };
      const { counts } = await crosstag.tagResource(request, {
        onEvent: ({ type }) => {
          if (type === "call-throttled") throttled += 1;
        },
      });
      if (counts.changed !== keys) throw new Error(`${scenario}: ${JSON.stringify(counts)}`);
      return clock.now() / 1_000;
    }),
  );
  const seconds = Math.max(...finished);
  await changed;
  const calls = keys * programs;
  const left = (change?.granted ?? QUOTA.requestsPerSecond) - (change?.eaten ?? 0);
  const before = Math.min(change?.at ?? 0, seconds);
  const available = before * QUOTA.requestsPerSecond + (seconds - before) * left;
  return {
    scenario,
    usedShare: `${((100 * calls) / available).toFixed(1)} %`,
    throttledShare: `${((100 * throttled) / (calls + throttled)).toFixed(2)} %`,
    note: `${calls} calls in ${seconds.toFixed(1)} s${programs > 1 ? `, done after ${finished.map((at) => at.toFixed(0)).join(", ")} s` : ""}`,
  };
}

async function changeQuota(
  quotas: MemoryCloud["quotas"],
  { at, eaten, granted }: NonNullable<Scenario["change"]>,
  after: (seconds: number) => Promise<void>,
): Promise<void> {
  if (at > 0) await after(at);
  if (eaten !== undefined) quotas.spend(QUOTA.id, eaten);
  if (granted !== undefined) quotas.set(QUOTA.id, granted);
}

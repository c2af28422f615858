import { expect, test } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";

const ENDPOINT = "https://kms.example.com";
const LATENCY_MS = 100;

/** The calls of two accounts at one endpoint, each through an object of its own. */
async function callsOfTwoAccounts(connections: number | undefined) {
  const clock = createVirtualClock();
  const clouds = ["111", "222"].map((account) =>
    createMemoryCloud({ ...ONE_BY_ONE_SHAPE, account, clock, latencyMs: LATENCY_MS }),
  );
  const results = await Promise.all(
    clouds.map(({ driver, scene }) => {
      const resources = Array.from({ length: 20 }, () => scene.create("key"));
      const connected = { ...driver, endpoint: ENDPOINT, ...(connections !== undefined && { connections }) };
      const crosstag = createCrosstag([connected], { clock, pacing: "off" });
      return crosstag.tagResource({ resources, tags: { team: "payments" }, readFirst: false });
    }),
  );
  const begun = clouds.flatMap(({ log }) => log.requests.map(({ at }) => at)).toSorted((a, b) => a - b);
  const mostAtOnce = Math.max(
    ...begun.map((from) => begun.filter((at) => at >= from && at < from + LATENCY_MS).length),
  );
  return { changed: results.map(({ counts }) => counts.changed), mostAtOnce };
}

test("objects whose drivers call one endpoint make no more calls at once than its connections carry", async () => {
  expect(await callsOfTwoAccounts(3)).toEqual({ changed: [20, 20], mostAtOnce: 3 });
  expect((await callsOfTwoAccounts(undefined)).mostAtOnce).toBeGreaterThan(3);
});

test("a region that does not answer delays no other one, although both spend a quota of the account", async () => {
  const clock = createVirtualClock();
  const ended = new Map<string, number>();
  const clouds = ["silent", "other"].map((region) =>
    createMemoryCloud({ ...ONE_BY_ONE_SHAPE, account: "111", region, clock }),
  );
  const drivers = clouds.map(({ driver }) => ({
    ...driver,
    connections: 2,
    quotas: driver.quotas.map((quota) => ({ ...quota, countedPer: "account" as const })),
    ...(driver.scope.region === "silent" && { writeTags: () => new Promise<never>(() => {}) }),
  }));
  const crosstag = createCrosstag(drivers, { clock, maximumConcurrentCalls: 2 });
  const tag = async (region: string) => {
    const { scene } = clouds[region === "silent" ? 0 : 1] ?? {};
    const resources = Array.from({ length: 4 }, () => scene?.create("key") ?? "");
    const { counts } = await crosstag.tagResource({ resources, tags: { team: "payments" }, readFirst: false });
    ended.set(region, clock.now());
    return counts.changed;
  };
  expect(await Promise.all(["silent", "other"].map(tag))).toEqual([0, 4]);
  const { silent = 0, other = 0 } = Object.fromEntries(ended);
  expect(silent).toBeGreaterThan(15_000);
  expect(other).toBeLessThan(5_000);
});

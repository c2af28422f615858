import { expect, test } from "vitest";
import type { QuotaScope } from "../../src/calls/quota-budget.ts";
import { OwnTurns } from "../../src/calls/rate-limiter.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { EngineOptions } from "../../src/calls/engine-options.ts";
import type { Quota } from "../../src/driver/quota.ts";
import { createPlan } from "../../src/node/memory-plan.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import type { MemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";

const provenance = { source: "the test itself", verifiedOn: "2026-11-29", status: "observed" } as const;
const ofAccount = (id: string, requestsPerSecond: number, operation: "writeTags" | "removeTags"): Quota => ({
  ...provenance,
  id,
  requestsPerSecond,
  countedPer: "account",
  covers: [{ operation }],
});
const QUOTAS = [ofAccount("tag", 20, "writeTags"), { ...ofAccount("untag", 5, "removeTags"), periodSeconds: 60 }];
const READ: Quota = { ...provenance, id: "read", requestsPerSecond: 1_000, covers: [{ operation: "readTags" }] };

/** Clouds of so many regions of one account, which counts the calls of all of them together. */
function openRegions(count: number, keys: number, quotasOf: (region: number) => readonly Quota[] = () => QUOTAS) {
  const clock = createVirtualClock();
  const clouds: MemoryCloud[] = [];
  for (let region = 1; region <= count; region += 1) {
    const [first] = clouds;
    const cloud = createMemoryCloud({
      ...ONE_BY_ONE_SHAPE,
      region: `memory-${region}`,
      quotas: [...quotasOf(region), READ],
      clock,
      enforceQuotas: true,
      latencyMs: 30,
      ...(first !== undefined && { quotasOfAccount: first.quotas }),
    });
    clouds.push(cloud);
  }
  const resources = clouds.flatMap(({ scene }) => Array.from({ length: keys }, () => scene.create("key")));
  const open = (options: EngineOptions = {}) =>
    createCrosstag(
      clouds.map(({ driver }) => driver),
      { clock, random: () => 0.5, ...options },
    );
  return { clock, clouds, resources, open };
}

const throttledCalls = (clouds: readonly MemoryCloud[]) =>
  clouds.flatMap(({ log }) => log.requests).filter(({ refusedWith }) => refusedWith !== undefined).length;

test("a plan counts the time of a quota of all regions once, and its run takes that time", async () => {
  const { clock, clouds, resources, open } = openRegions(5, 60);
  const crosstag = open();
  const desired = { version: 1 as const, statements: [{ select: {}, set: { a: "1" } }] };
  const draft = crosstag.planTags({ desired, describeStates: "never" });
  const entries = [];
  for await (const entry of draft.entries) entries.push(entry);
  const plan = createPlan(entries, draft.complete());
  const floor = resources.length / 20;
  expect(plan.header.summary.costs).toEqual(
    clouds.map(({ driver: { scope } }) => ({
      scope: `memory/1000/${scope.region}`,
      quota: "tag",
      calls: { writeTags: 60 },
      requestsPerSecond: 20,
      countedPer: "account",
      seconds: floor,
    })),
  );
  const before = clock.now();
  const { counts } = await crosstag.applyPlan({ plan });
  expect(counts.changed).toBe(300);
  expect((clock.now() - before) / 1_000).toBeLessThan(1.02 * floor);
  // One call that tries whether the cloud allows more.
  expect(throttledCalls(clouds)).toBeLessThanOrEqual(1);
  // No region waits until another one is done.
  const firsts = clouds.map(({ log }) => log.requests.find(({ operation }) => operation === "writeTags")?.at ?? 0);
  expect(Math.max(...firsts) - before).toBeLessThan(5_000);
});

test("the lowest of the rates that configurations name for a shared quota counts", async () => {
  const { clock, clouds, resources, open } = openRegions(2, 50, (region) => [
    ofAccount("tag", region === 1 ? 20 : 10, "writeTags"),
  ]);
  const before = clock.now();
  await open().tagResource({ resources, tags: { a: "1" }, readFirst: false });
  const seconds = (clock.now() - before) / 1_000;
  expect(seconds).toBeGreaterThan(9.8);
  expect(seconds).toBeLessThan(10.3);
  expect(throttledCalls(clouds)).toBe(0);
});

test("a budget is asked once for a quota of an account, without a region, and for each region otherwise", async () => {
  const { resources, open } = openRegions(2, 1);
  const scopes: QuotaScope[] = [];
  const quotaBudget: EngineOptions["quotaBudget"] = {
    open: (scope, requestsPerSecond) => {
      scopes.push(scope);
      return new OwnTurns(requestsPerSecond);
    },
  };
  await open({ quotaBudget }).tagResource({ resources, tags: { a: "1" } });
  const ofCloud = { provider: "memory", account: "1000" };
  expect(scopes).toEqual([
    { ...ofCloud, region: "memory-1", quota: "read" },
    { ...ofCloud, region: "memory-2", quota: "read" },
    { ...ofCloud, quota: "tag" },
  ]);
});

test("a quota by the minute is paced evenly", async () => {
  const { clock, clouds, resources, open } = openRegions(2, 20);
  for (const [index, cloud] of clouds.entries())
    for (const key of resources.slice(index * 20, index * 20 + 20)) cloud.scene.setTags(key, { a: "1" });
  await open().untagResource({ resources, tagKeys: ["a"], readFirst: false });
  const sent = clouds
    .flatMap(({ log }) => log.requests)
    .flatMap(({ operation, at }) => (operation === "removeTags" ? [at] : []));
  expect(sent.length).toBe(40);
  const inOneSecond = sent.map((from) => sent.filter((at) => at >= from && at < from + 1_000).length);
  expect(Math.max(...inOneSecond)).toBeLessThanOrEqual(6);
  expect(clock.now()).toBeLessThan(8_500);
});

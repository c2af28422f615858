import { expect, test } from "vitest";
import { OwnTurns } from "../../src/calls/rate-limiter.ts";
import type { QuotaBudget } from "../../src/calls/quota-budget.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";

/** Clouds of several regions in one object, and the turns that it has open. */
function openRegions(...regions: readonly string[]) {
  const clock = createVirtualClock();
  const open = new Map<string, number>();
  const count = (region: string, change: number) => open.set(region, (open.get(region) ?? 0) + change);
  const quotaBudget: QuotaBudget = {
    open: ({ region = "" }, requestsPerSecond) => {
      count(region, 1);
      return Object.assign(new OwnTurns(requestsPerSecond), { close: () => void count(region, -1) });
    },
  };
  const clouds = regions.map((region) =>
    createMemoryCloud({
      ...ONE_BY_ONE_SHAPE,
      region,
      clock,
      quotas: [
        {
          id: "tag",
          requestsPerSecond: 10,
          covers: [{ operation: "writeTags" }],
          source: "the test itself",
          verifiedOn: "2026-11-30",
          status: "observed",
        },
      ],
      enforceQuotas: true,
    }),
  );
  const crosstag = createCrosstag(
    clouds.map(({ driver }) => driver),
    { clock, quotaBudget, retry: "patient" },
  );
  const tag = async (region: string, calls = 1) => {
    const cloud = clouds[regions.indexOf(region)];
    if (cloud === undefined) throw new Error(region);
    const resources = Array.from({ length: calls }, () => cloud.scene.create("key"));
    const { counts } = await crosstag.tagResource({ resources, tags: { team: "payments" }, readFirst: false });
    expect(counts.changed).toBe(calls);
  };
  return { clock, clouds, crosstag, open, tag };
}

test("the turns of a cloud that has had no call for a while are let go of when another one is called, and all in the end", async () => {
  const { clock, crosstag, open, tag } = openRegions("one", "two", "three");
  await tag("one");
  await clock.sleep(5_000);
  await tag("two");
  expect([...open]).toEqual(expect.arrayContaining([["one", 1]]));
  await clock.sleep(6_000);
  await tag("three");
  expect(Object.fromEntries(open)).toEqual({ one: 0, two: 1, three: 1 });
  await tag("one", 12);
  expect(open.get("one")).toBe(1);
  await crosstag.close();
  expect(Object.fromEntries(open)).toEqual({ one: 0, two: 0, three: 0 });
});

test("turns are kept while a rate that was cut is remembered", async () => {
  const { clock, clouds, open, tag } = openRegions("one", "two");
  const [cloud] = clouds;
  if (cloud === undefined) throw new Error("There is no cloud.");
  const others = createCrosstag([cloud.driver], { clock, pacing: "off" });
  const resources = Array.from({ length: 20 }, () => cloud.scene.create("key"));
  const spent = others.tagResource({ resources, tags: { team: "payments" }, readFirst: false });
  await Promise.all([spent, tag("one", 3)]);
  await clock.sleep(30_000);
  await tag("two");
  expect(open.get("one")).toBe(1);
});

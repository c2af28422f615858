import { expect, test } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { measurePlan } from "../../src/plan/plan-size.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import { createMemoryJournal, keepPlan } from "../run/plan-in-memory.ts";
import { keys } from "../run/run-helpers.ts";

test("a plan that changes more than it may is refused before anything is sent or recorded", async () => {
  const clock = createVirtualClock();
  const clouds = [
    { account: "1", region: "a" },
    { account: "2", region: "a" },
    { account: "2", region: "b" },
  ].map((scope) => {
    const cloud = createMemoryCloud({ ...scope, clock });
    cloud.scene.create("key");
    return cloud;
  });
  const crosstag = createCrosstag(
    clouds.map(({ driver }) => driver),
    { clock, pacing: "off" },
  );
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
  expect(await measurePlan(plan)).toEqual({
    changes: 3,
    byAccount: new Map([
      ["memory/2", 2],
      ["memory/1", 1],
    ]),
  });
  const calls = () => clouds.reduce((sum, { log }) => sum + log.calls(), 0);
  const before = calls();
  const journal = createMemoryJournal();
  for (const [limits, message] of [
    [{ maximumChanges: 2 }, "The plan changes 3 resources, and at most 2 are allowed (`maximumChanges`). Nothing was"],
    [{ maximumAccounts: 1 }, "The plan changes resources in 2 accounts (most in memory/2), and at most 1 are allowed"],
  ] as const)
    await expect(crosstag.applyPlan({ plan, journal, ...limits })).rejects.toMatchObject({
      code: "confirmation-required",
      message: expect.stringContaining(message) as string,
    });
  await expect(crosstag.applyPlan({ plan, maximumChanges: 0 })).rejects.toMatchObject({ code: "invalid-request" });
  expect(calls()).toBe(before);
  expect(journal.records).toEqual([]);
  const result = await crosstag.applyPlan({ plan, journal, maximumChanges: 3, maximumAccounts: 2 });
  expect(result).toMatchObject({ ended: "complete", counts: { changed: 3 } });
});

import { expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { planWithinLimit } from "../../src/run/plan-within-limit.ts";
import { createMemoryCloud, createVirtualClock, ONE_BY_ONE_SHAPE } from "../../src/testing.ts";
import { keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, keys } from "./run-helpers.ts";

const KEYS = [5, 2, 4];

async function open() {
  const clock = createVirtualClock();
  const clouds = KEYS.map((count, index) => {
    const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, region: `memory-${index}` });
    for (let key = 0; key < count; key += 1) cloud.scene.create("key");
    return cloud;
  });
  const crosstag = createCrosstag(
    clouds.map(({ driver }) => driver),
    { clock, pacing: "off", retry: "immediate" },
  );
  return { crosstag, plan: await keepPlan(crosstag.planTags({ desired: keys({ set: { a: "1" } }) })) };
}

it.each([
  { limit: 1 },
  { limit: 6 },
  { limit: 6, canary: 3 },
  { limit: 6, canary: 4 },
  { limit: 4, canary: 20 },
  { limit: 10, canary: 9 },
  { limit: 11 },
  { limit: 12 },
  {},
])("the plan with %j has the changes that a run makes", async (limits) => {
  const { crosstag, plan } = await open();
  const within: string[] = [];
  for await (const { reference } of planWithinLimit(plan, limits).entries()) within.push(reference);
  const { outcomes } = await applyAndCount(crosstag, { plan, ...limits });
  const changed = plan.all.map(({ reference }) => reference).filter((name) => outcomes.get(name)?.status === "changed");
  expect(within).toEqual(changed);
  expect(within).toHaveLength(Math.min(limits.limit ?? 11, 11));
});

it("entries without a change stay, and a part of the plan is limited as the whole", async () => {
  const { plan } = await open();
  const skipped = { scope: "s", reference: "r", kind: "key", action: "skip", reason: "conflict", detail: "d" } as const;
  const longer = {
    header: plan.header,
    entries: async function* (scope?: string) {
      for await (const entry of plan.entries(scope)) yield entry;
      if (scope === undefined) yield skipped;
    },
  };
  const limited = planWithinLimit(longer, { limit: 6 });
  expect(limited.header).toBe(plan.header);
  const all: string[] = [];
  for await (const { reference } of limited.entries()) all.push(reference);
  expect(all).toHaveLength(7);
  expect(all).toContain("r");
  const scope = plan.all.at(-1)?.scope ?? "";
  const part: string[] = [];
  for await (const { reference } of limited.entries(scope)) part.push(reference);
  const ofScope = new Set(plan.all.filter((entry) => entry.scope === scope).map(({ reference }) => reference));
  expect(part).toEqual(all.filter((reference) => ofScope.has(reference)));
});

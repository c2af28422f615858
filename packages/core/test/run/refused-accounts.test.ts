import { expect, it } from "vitest";
import { driverMethod } from "../../src/driver/driver-method.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { Failure } from "../../src/driver/failure.ts";
import type { KmsDriver } from "../../src/driver/kms-driver.ts";
import type { UnlistedResources } from "../../src/reads/read-requests.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, earlierRun, keys } from "./run-helpers.ts";

const inDebt: Failure = {
  code: "access-denied",
  retry: "no",
  applied: "no",
  scope: "account",
  message: "The account has overdue payments.",
  hint: "Pay them.",
  providerCode: "Forbidden.InDebt",
};

class InDebt extends Error {}

/** A cloud that serves nothing to the account after so many calls. */
function withAccountState(driver: KmsDriver) {
  const state = { callsLeft: Number.POSITIVE_INFINITY, refused: 0 };
  const call =
    <Call, Context, Answer>(method: (call: Call, context: Context) => Promise<Answer>) =>
    async (request: Call, context: Context): Promise<Answer> => {
      state.callsLeft -= 1;
      if (state.callsLeft >= 0) return method(request, context);
      state.refused += 1;
      throw new InDebt();
    };
  const decorated = decorateDriver(driver, {
    writeTags: call((request, context) => driverMethod(driver, "writeTags")(request, context)),
    removeTags: call((request, context) => driverMethod(driver, "removeTags")(request, context)),
    readTags: call((request, context) => driver.readTags(request, context)),
    describeResource: call((request, context) => driverMethod(driver, "describeResource")(request, context)),
    listResources: call((request, context) => driverMethod(driver, "listResources")(request, context)),
    classify: (error) => (error instanceof InDebt ? inDebt : driver.classify(error)),
  });
  return { driver: decorated, state };
}

function open(count: number) {
  const clock = createVirtualClock();
  const indebted = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock });
  const sound = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, region: "memory-2" });
  const references = [indebted, sound].flatMap(({ scene }) =>
    Array.from({ length: count }, () => scene.create("key", { tags: { tmp: "1" } })),
  );
  const { driver, state } = withAccountState(indebted.driver);
  const crosstag = createCrosstag([driver, sound.driver], {
    clock,
    pacing: "off",
    retry: "immediate",
    maximumConcurrentCalls: 4,
  });
  return { crosstag, state, references };
}

it("stops for an account that is refused as a whole; the other cloud continues, and a resumed run does the rest", async () => {
  const { crosstag, state } = open(100);
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
  state.callsLeft = 20;
  const journal = createMemoryJournal();
  const { result } = await applyAndCount(crosstag, { plan, journal, canary: 2 });
  expect(state.refused).toBeLessThanOrEqual(8);
  expect(result).toMatchObject({ ended: "account-refused", stopped: [{ ...stopFacts }] });
  expect(result.counts.changed).toBeGreaterThanOrEqual(100);
  expect(result.counts.changed + result.counts.failed + (result.skipped["not-started"] ?? 0)).toBe(200);
  expect(journal.records.at(-1)).toMatchObject({ type: "end", ended: "account-refused", stopped: result.stopped });
  state.callsLeft = Number.POSITIVE_INFINITY;
  const resumed = await applyAndCount(crosstag, { plan, journal, resume: earlierRun(journal.records) });
  expect(resumed.result).toMatchObject({ ended: "complete", counts: { changed: 200 } });
});

it("does not take the first resources of a refused account for a sign that something is wrong with the change", async () => {
  const { crosstag, state } = open(20);
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
  state.callsLeft = 0;
  const { result } = await applyAndCount(crosstag, { plan, journal: createMemoryJournal(), canary: 4 });
  expect(result).toMatchObject({ ended: "account-refused", counts: { changed: 20 } });
});

it.each(["tagResource", "untagResource"] as const)("%s asks nothing more for a refused account", async (operation) => {
  const { crosstag, state, references } = open(50);
  state.callsLeft = 10;
  const { outcomes, counts } =
    operation === "tagResource"
      ? await crosstag.tagResource({ resources: references, tags: { stage: "live" } })
      : await crosstag.untagResource({ resources: references, tagKeys: ["tmp"] });
  expect(state.refused).toBeLessThanOrEqual(8);
  expect(counts.changed).toBeGreaterThanOrEqual(50);
  const rest = outcomes.filter(({ status }) => status !== "changed");
  expect(
    rest.filter((outcome) => outcome.status === "skipped" && outcome.reason === "not-started").length,
  ).toBeGreaterThan(30);
});

it("reports once that an account is refused, not once for each kind that it lists", async () => {
  const { crosstag, state } = open(2);
  state.callsLeft = 0;
  const unlisted: UnlistedResources[] = [];
  const found: string[] = [];
  for await (const { reference } of crosstag.findResources({ onUnlisted: (one) => unlisted.push(one) }))
    found.push(reference);
  expect(found).toHaveLength(2);
  expect(unlisted).toHaveLength(1);
  expect(unlisted[0]).not.toHaveProperty("kind");
  expect(state.refused).toBe(1);
});

const stopFacts = {
  code: "access-denied",
  message: "The account has overdue payments.",
  hint: "Pay them.",
  providerCode: "Forbidden.InDebt",
};

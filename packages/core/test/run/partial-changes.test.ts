import { driverMethod } from "../../src/driver.ts";
import { expect, test } from "vitest";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import { BATCHED_SHAPE, ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, earlierRun, keys, openCloud } from "./run-helpers.ts";

/** A cloud that denies removing tags, or the named ones, while `denied.now` is true. */
function openDenying(shape: Parameters<typeof openCloud>[0], ...tagKeys: readonly string[]) {
  const denied = { now: tagKeys.length === 0 };
  const refusal = new Error("denied");
  const isDenied = (asked: readonly string[] | "all") =>
    denied.now || (asked !== "all" && asked.some((key) => tagKeys.includes(key)));
  const opened = openCloud(shape, {
    change: (driver) =>
      decorateDriver(driver, {
        removeTags: (call, context) =>
          isDenied(call.tagKeys) ? Promise.reject(refusal) : driverMethod(driver, "removeTags")(call, context),
        classify: (error) =>
          error === refusal
            ? { code: "access-denied", retry: "no", applied: "no", scope: "resource", message: "Denied." }
            : driver.classify(error),
      }),
  });
  return { ...opened, denied };
}

const PARTIAL = { done: { set: ["stage"], remove: [] }, left: { set: [], remove: ["env"] } };

test.each([ONE_BY_ONE_SHAPE, BATCHED_SHAPE])(
  "a rename whose removal is denied says what was set and what is left, after resume, too (%#)",
  async (shape) => {
    const { cloud, crosstag, denied } = openDenying(shape);
    const all = Array.from({ length: 2 }, () => cloud.scene.create("key", { tags: { env: "prod" } }));
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ rename: { env: "stage" } }) }));
    const journal = createMemoryJournal();
    const first = await applyAndCount(crosstag, { plan, journal });
    expect(first.result).toMatchObject({ counts: { failed: 2 }, changedInPart: 2 });
    expect(first.result.failures).toMatchObject([
      { code: "access-denied", resources: 2, partial: [{ ...PARTIAL, resources: 2 }] },
    ]);
    for (const key of all) {
      expect(cloud.truth.tagsOf(key)).toEqual({ env: "prod", stage: "prod" });
      expect(first.outcomes.get(key)).toMatchObject({
        status: "failed",
        error: { operation: "removeTags" },
        appliedKeys: ["stage"],
        partial: PARTIAL,
      });
    }
    // The second part of the run sets nothing any more, and is denied again.
    const writes = cloud.log.calls("writeTags");
    const second = await applyAndCount(crosstag, { plan, journal, resume: earlierRun(journal.records) });
    expect(cloud.log.calls("writeTags")).toBe(writes);
    expect(second.result).toMatchObject({ counts: { failed: 2 }, changedInPart: 2 });
    for (const key of all) expect(second.outcomes.get(key)).toMatchObject({ status: "failed", partial: PARTIAL });
    expect(journal.records.filter(({ type }) => type === "outcome").slice(-2)).toMatchObject([
      { partial: PARTIAL },
      { partial: PARTIAL },
    ]);
    denied.now = false;
    const third = await applyAndCount(crosstag, { plan, journal, resume: earlierRun(journal.records) });
    expect(third.result).toMatchObject({ counts: { changed: 2, failed: 0 }, changedInPart: 0 });
  },
);

test("what a later reading cannot say is taken over from the earlier part of the run", async () => {
  const { cloud, crosstag } = openDenying(ONE_BY_ONE_SHAPE);
  const key = cloud.scene.create("key", { tags: { env: "prod" } });
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ rename: { env: "stage" } }) }));
  const journal = createMemoryJournal();
  await applyAndCount(crosstag, { plan, journal });
  cloud.scene.setTags(key, { env: "other", stage: "prod" });
  const resumed = await applyAndCount(crosstag, { plan, journal, resume: earlierRun(journal.records) });
  expect(resumed.outcomes.get(key)).toMatchObject({
    status: "skipped",
    reason: "changed-since-plan",
    tagKeys: ["env"],
    partial: PARTIAL,
  });
  expect(resumed.result.changedInPart).toBe(1);
});

test("untagging in several calls, denied halfway, says which tags were removed", async () => {
  const { cloud, crosstag } = openDenying({ ...ONE_BY_ONE_SHAPE, tagsPerCall: 1 }, "b");
  const key = cloud.scene.create("key", { tags: { a: "1", b: "2", c: "3" } });
  const { outcomes } = await crosstag.untagResource({ resources: [key], tagKeys: ["a", "b", "c"] });
  expect(outcomes).toMatchObject([
    {
      status: "failed",
      appliedKeys: ["a"],
      partial: { done: { set: [], remove: ["a"] }, left: { set: [], remove: ["b", "c"] } },
    },
  ]);
  expect(cloud.truth.tagsOf(key)).toEqual({ b: "2", c: "3" });
});

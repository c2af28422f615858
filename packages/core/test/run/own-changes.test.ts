import { expect, test } from "vitest";
import { driverMethod } from "../../src/driver.ts";
import type { RunRecord } from "../../src/run/run-record.ts";
import { RunStateFold } from "../../src/run/run-state.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import type { Fault } from "../../src/testing/faults/fault.ts";
import { ONE_BY_ONE_SHAPE, REPLACED_SHAPE, TWO_FORMS_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, keys, openCloud } from "./run-helpers.ts";

function stateOf(records: readonly RunRecord[]) {
  const fold = new RunStateFold();
  for (const record of records) fold.add(record, "2026-11-30T00:00:00.000Z");
  return fold.state(false);
}

type Crosstag = ReturnType<typeof openCloud>["crosstag"];

/** What the undo of a run would change. */
async function undone(crosstag: Crosstag, records: readonly RunRecord[]): Promise<readonly string[]> {
  const undo = await keepPlan(crosstag.planUndo({ run: "r", changes: stateOf(records).intents.values() }));
  return undo.all.filter(({ action }) => action === "change").map(({ reference }) => reference);
}

test("what an interrupted run has read and not sent is not its work if another program makes the change afterwards", async () => {
  const { cloud, clock, crosstag } = openCloud({ ...ONE_BY_ONE_SHAPE, latencyMs: 5 }, { engine: { pacing: "quota" } });
  const all = Array.from({ length: 60 }, () => cloud.scene.create("key"));
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
  const journal = createMemoryJournal();
  const stop = new AbortController();
  void clock.sleep(1_000).then(() => stop.abort());
  const { result } = await applyAndCount(crosstag, { plan, journal }, { signal: stop.signal });
  const made = all.filter((key) => cloud.truth.tagsOf(key)["stage"] === "live");
  expect(result).toMatchObject({ ended: "interrupted", counts: { changed: made.length, skipped: 60 - made.length } });
  for (const key of all) cloud.scene.setTags(key, { stage: "live" });
  expect((await undone(crosstag, journal.records)).toSorted()).toEqual(made.toSorted());
  const rest = await applyAndCount(crosstag, { plan, journal, resume: stateOf(journal.records) });
  expect(rest.result.counts).toMatchObject({ changed: made.length, unchanged: 60 - made.length });
});

test("a tag that another program has removed just before the run is not put back by its undo", async () => {
  let meddle: (() => void) | undefined;
  const { cloud, crosstag } = openCloud(
    { ...ONE_BY_ONE_SHAPE, absentTagKeys: "refused" },
    {
      change: (driver) =>
        decorateDriver(driver, {
          removeTags: (call, context) => {
            meddle?.();
            return driverMethod(driver, "removeTags")(call, context);
          },
        }),
    },
  );
  const key = cloud.scene.create("key", { tags: { tmp: "1" } });
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ remove: ["tmp"] }) }));
  meddle = () => cloud.scene.setTags(key, {});
  const journal = createMemoryJournal();
  const { outcomes } = await applyAndCount(crosstag, { plan, journal });
  expect(outcomes.get(key)?.status).toBe("unchanged");
  expect(await undone(crosstag, journal.records)).toEqual([]);
});

test("a tag that another program has set just before a cloud's tags are replaced is not removed by the undo", async () => {
  let reads = Number.NEGATIVE_INFINITY;
  const { cloud, crosstag } = openCloud({
    ...REPLACED_SHAPE,
    onServed: ({ operation }) => {
      if (operation === "readTags" && (reads += 1) === 1) cloud.scene.setTags(key, { team: "a" });
    },
  });
  const key = cloud.scene.create("key");
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { team: "a" } }) }));
  reads = 0;
  const journal = createMemoryJournal();
  const { outcomes } = await applyAndCount(crosstag, { plan, journal });
  expect(outcomes.get(key)?.status).toBe("unchanged");
  expect(await undone(crosstag, journal.records)).toEqual([]);
});

test("what another program makes while calls wait for their turns is unchanged, and not undone", async () => {
  const { cloud, clock, crosstag } = openCloud(
    {
      ...ONE_BY_ONE_SHAPE,
      latencyMs: 5,
      limits: { ...ONE_BY_ONE_SHAPE.limits, readTags: { key: { resources: 50, tags: 50 } } },
      quotas: (ONE_BY_ONE_SHAPE.quotas ?? []).map((quota) =>
        quota.id === "tag" ? { ...quota, requestsPerSecond: 2 } : quota,
      ),
    },
    { engine: { pacing: "quota" } },
  );
  const all = Array.from({ length: 60 }, () => cloud.scene.create("key"));
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
  let made: readonly string[] = [];
  void clock.sleep(2_000).then(() => {
    made = all.filter((key) => cloud.truth.tagsOf(key)["stage"] === "live");
    for (const key of all) cloud.scene.setTags(key, { stage: "live" });
  });
  const journal = createMemoryJournal();
  const { outcomes } = await applyAndCount(crosstag, { plan, journal });
  const changed = [...outcomes.values()].filter(({ status }) => status === "changed");
  expect(changed.filter(({ attempts }) => attempts === 0)).toEqual([]);
  expect(changed.length).toBeGreaterThanOrEqual(made.length);
  expect(changed.length).toBeLessThan(60);
  expect(await undone(crosstag, journal.records)).toHaveLength(changed.length);
});

test("a call that has waited for another call of its resource reads again before it writes", async () => {
  const faults: Fault[] = [];
  const { cloud, clock, crosstag } = openCloud(
    { ...ONE_BY_ONE_SHAPE, tagsPerCall: 1, latencyMs: 5 },
    { engine: { pacing: "quota" }, faults },
  );
  const key = cloud.scene.create("key");
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { a: "1", b: "2", c: "3" } }) }));
  faults.push({ kind: "delay", operation: "writeTags", delayMs: 14_000, times: 1 });
  const meddled = clock.sleep(8_000).then(() => cloud.scene.setTags(key, { c: "theirs" }));
  const { outcomes } = await applyAndCount(crosstag, { plan, journal: createMemoryJournal() });
  await meddled;
  expect(cloud.truth.tagsOf(key)["c"]).toBe("theirs");
  expect(outcomes.get(key)).toMatchObject({ status: "skipped", reason: "changed-since-plan", tagKeys: ["c"] });
});

test("a call whose answer was lost is unknown, although a later call of the resource could not read it again", async () => {
  const faults: Fault[] = [];
  const refusal = new Error("denied");
  let reads = Number.NEGATIVE_INFINITY;
  const { cloud, crosstag } = openCloud(
    { ...ONE_BY_ONE_SHAPE, tagsPerCall: 1, latencyMs: 5 },
    {
      engine: { pacing: "quota" },
      faults,
      change: (driver) =>
        decorateDriver(driver, {
          readTags: (call, context) => ((reads += 1) > 1 ? Promise.reject(refusal) : driver.readTags(call, context)),
          classify: (error) =>
            error === refusal
              ? { code: "access-denied", retry: "no", applied: "no", scope: "resource", message: "Denied." }
              : driver.classify(error),
        }),
    },
  );
  const key = cloud.scene.create("key");
  const set = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`t${index}`, "v"]));
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set }) }));
  reads = 0;
  faults.push({ kind: "delay", operation: "writeTags", delayMs: 6_000, times: 1 });
  faults.push({ kind: "lose-answer", operation: "writeTags", after: 1 });
  const journal = createMemoryJournal();
  await applyAndCount(crosstag, { plan, journal });
  const { intents } = stateOf(journal.records);
  for (const tagKey of Object.keys(cloud.truth.tagsOf(key))) expect(intents.get(key)?.set).toHaveProperty(tagKey);
});

test("a resource of which an earlier part of the run has changed a tag is changed, also if another program makes the rest", async () => {
  const faults: Fault[] = [];
  let meddle: (() => void) | undefined;
  const { cloud, crosstag } = openCloud(
    { ...ONE_BY_ONE_SHAPE, absentTagKeys: "refused" },
    {
      faults,
      change: (driver) =>
        decorateDriver(driver, {
          removeTags: (call, context) => {
            meddle?.();
            return driverMethod(driver, "removeTags")(call, context);
          },
        }),
    },
  );
  const key = cloud.scene.create("key", { tags: { tmp: "1" } });
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" }, remove: ["tmp"] }) }));
  faults.push({ kind: "throttle", operation: "removeTags" });
  const journal = createMemoryJournal();
  const first = await applyAndCount(crosstag, { plan, journal });
  expect(first.result).toMatchObject({ counts: { failed: 1 }, changedInPart: 1 });
  faults.length = 0;
  meddle = () => cloud.scene.setTags(key, { stage: "live" });
  const { result, outcomes } = await applyAndCount(crosstag, { plan, journal, resume: stateOf(journal.records) });
  expect(outcomes.get(key)?.status).toBe("changed");
  expect(result.counts).toMatchObject({ changed: 1, unchanged: 0 });
  const undo = await keepPlan(crosstag.planUndo({ run: "r", changes: stateOf(journal.records).intents.values() }));
  expect(undo.all).toMatchObject([{ set: {}, remove: ["stage"] }]);
});

test.each([
  ["a removal", ONE_BY_ONE_SHAPE, {}, "removeTags"],
  ["a call that sets and removes", TWO_FORMS_SHAPE, { a: "1" }, "changeTags"],
] as const)(
  "the undo restores each tag that %s removed without an answer if another program puts one of them back before the repeat",
  async (_call, shape, set, operation) => {
    const faults: Fault[] = [];
    let attempts = Number.NEGATIVE_INFINITY;
    const meddle = () => {
      if ((attempts += 1) === 2) cloud.scene.setTags(key, { ...cloud.truth.tagsOf(key), d: "theirs" });
    };
    const { cloud, crosstag } = openCloud(
      { ...shape, absentTagKeys: "refused" },
      {
        faults,
        change: (driver) =>
          decorateDriver(driver, {
            removeTags: (call, context) => {
              meddle();
              return driverMethod(driver, "removeTags")(call, context);
            },
            changeTags: (call, context) => {
              meddle();
              return driverMethod(driver, "changeTags")(call, context);
            },
          }),
      },
    );
    const key = cloud.scene.create("key", { tags: { b: "0", d: "0" } });
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set, remove: ["b", "d"] }) }));
    attempts = 0;
    faults.push({ kind: "lose-answer", operation, times: 1 });
    const journal = createMemoryJournal();
    const { outcomes } = await applyAndCount(crosstag, { plan, journal });
    expect(outcomes.get(key)?.status).toBe("changed");
    expect(cloud.truth.tagsOf(key)).toEqual(set);
    const undo = await keepPlan(crosstag.planUndo({ run: "r", changes: stateOf(journal.records).intents.values() }));
    const restored = { set: { b: "0", d: "0" }, remove: Object.keys(set) };
    expect(undo.all).toEqual([expect.objectContaining(restored)]);
    expect(attempts).toBe(3);
  },
);

test("the undo restores a tag that a call with an error has removed if another program puts the other one back", async () => {
  const fault = new Error("by the cloud");
  const refusal = new Error("denied");
  let attempts = Number.NEGATIVE_INFINITY;
  const { cloud, crosstag } = openCloud(ONE_BY_ONE_SHAPE, {
    change: (driver) =>
      decorateDriver(driver, {
        removeTags: async (call, context) => {
          if ((attempts += 1) > 1) throw refusal;
          await driverMethod(driver, "removeTags")(call, context);
          cloud.scene.setTags(key, { d: "theirs" });
          throw fault;
        },
        classify: (error) => {
          if (error === fault)
            return {
              code: "unavailable",
              retry: "transient",
              applied: "maybe",
              scope: "call",
              message: "Internal error.",
              providerCode: "InternalError",
            };
          if (error === refusal)
            return { code: "access-denied", retry: "no", applied: "no", scope: "resource", message: "Denied." };
          return driver.classify(error);
        },
      }),
  });
  const key = cloud.scene.create("key", { tags: { b: "0", d: "0" } });
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ remove: ["b", "d"] }) }));
  attempts = 0;
  const journal = createMemoryJournal();
  const { outcomes } = await applyAndCount(crosstag, { plan, journal });
  expect(outcomes.get(key)).toMatchObject({ status: "failed", appliedKeys: ["b"] });
  const undo = await keepPlan(crosstag.planUndo({ run: "r", changes: stateOf(journal.records).intents.values() }));
  expect(undo.all).toMatchObject([{ set: { b: "0" }, remove: [] }]);
});

import { describe, expect, it } from "vitest";
import { driverMethod } from "../../src/driver.ts";
import type { TagRow } from "../../src/driver/driver-receipts.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { RunRecord } from "../../src/run/run-record.ts";
import { RunStateFold } from "../../src/run/run-state.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import type { Fault } from "../../src/testing/faults/fault.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, idOf, keys, openCloud } from "./run-helpers.ts";

function stateOf(records: readonly RunRecord[]) {
  const fold = new RunStateFold();
  for (const record of records) fold.add(record, "2026-11-30T00:00:00.000Z");
  return fold.state(false);
}

/** The records of a run whose process has died when this intent was on disk, and its write was or was not sent. */
function cutOff(
  plan: Plan & { readonly all: readonly { readonly scope: string }[] },
  reference: string,
  tagKeys: readonly string[],
): RunRecord[] {
  return [
    { type: "run", schema: "crosstag-run/2", run: "r", plan: plan.header.digest, changes: plan.header.summary.changes },
    {
      type: "intent",
      scope: plan.all[0]?.scope ?? "",
      reference,
      before: Object.fromEntries(tagKeys.map((key) => [key, "0"])),
      set: {},
      remove: tagKeys,
    },
  ];
}

async function open(count: number) {
  const faults: Fault[] = [];
  const { cloud, crosstag } = openCloud(ONE_BY_ONE_SHAPE, { faults, engine: { maximumConcurrentCalls: 1 } });
  const all = Array.from({ length: count }, () => cloud.scene.create("key", { tags: { c: "0", d: "0" } }));
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ remove: ["c", "d"] }) }));
  return { cloud, crosstag, all, plan, faults };
}

describe("a change that was cut off, and of which nothing is known", () => {
  it("is unknown, and not called untouched, if the resumed run does not come to it", async () => {
    const { cloud, crosstag, all, plan } = await open(3);
    const [, , last = ""] = all;
    const records = cutOff(plan, last, ["c", "d"]);
    cloud.scene.setTags(last, {});
    const journal = createMemoryJournal();
    const { result, outcomes } = await applyAndCount(crosstag, {
      plan,
      run: "r",
      journal,
      resume: stateOf(records),
      limit: 1,
    });
    // It says "The run stopped before anything was sent for them", and the command ends with 0.
    expect(outcomes.get(last)).not.toMatchObject({ status: "skipped", reason: "not-started" });
    expect(result).toMatchObject({ ended: "limit", counts: { changed: 1, skipped: 1, unknown: 1 } });
    expect(journal.records.at(-1)).toMatchObject({ type: "end", counts: { unknown: 1 } });
  });

  it("is unknown, and not failed, if the resumed run cannot read it", async () => {
    const { cloud, crosstag, all, plan, faults } = await open(1);
    const [key = ""] = all;
    const records = cutOff(plan, key, ["c", "d"]);
    cloud.scene.setTags(key, {});
    faults.push({ kind: "lose-request", operation: "readTags", resource: idOf(key) });
    const { result } = await applyAndCount(crosstag, { plan, run: "r", resume: stateOf(records) });
    expect(result.counts).toMatchObject({ failed: 0, unknown: 1 });
  });

  it("is still looked for before a refusal is called a failure if a part in between could not read it", async () => {
    const refusal = new Error("refused");
    const lagUntil = { ms: 0 };
    const faults: Fault[] = [];
    const { cloud, clock, crosstag } = openCloud(ONE_BY_ONE_SHAPE, {
      faults,
      change: (driver) =>
        decorateDriver(driver, {
          removeTags: () => Promise.reject(refusal),
          readTags: async (call, context) => {
            const page = await driver.readTags(call, context);
            const rows = call.resources.map(({ id }) => ({ id, key: "c", value: "0" }));
            return clock.now() < lagUntil.ms ? { ...page, rows } : page;
          },
          classify: (error) =>
            error === refusal
              ? { code: "access-denied", retry: "no", applied: "no", scope: "resource", message: "Denied." }
              : driver.classify(error),
        }),
    });
    const key = cloud.scene.create("key", { tags: { c: "0" } });
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ remove: ["c"] }) }));
    const journal = createMemoryJournal();
    const records = cutOff(plan, key, ["c"]);
    cloud.scene.setTags(key, {});
    faults.push({ kind: "lose-request", operation: "readTags", resource: idOf(key) });
    await applyAndCount(crosstag, { plan, run: "r", journal, resume: stateOf(records) });
    faults.length = 0;
    // The change was made by the first part, and reads lag.
    lagUntil.ms = clock.now() + 2_000;
    const resume = stateOf([...records, ...journal.records]);
    const { outcomes } = await applyAndCount(crosstag, { plan, run: "r", journal, resume });
    expect(outcomes.get(key)?.status).toBe("changed");
  });

  it("is named as done in part if another program has changed one of its tags since", async () => {
    const { cloud, crosstag, all, plan } = await open(1);
    const [key = ""] = all;
    const records = cutOff(plan, key, ["c", "d"]);
    cloud.scene.setTags(key, { d: "theirs" });
    const { result, outcomes } = await applyAndCount(crosstag, { plan, run: "r", resume: stateOf(records) });
    expect(outcomes.get(key)).toMatchObject({ status: "skipped", reason: "changed-since-plan" });
    expect(result.changedInPart).toBe(1);
    expect(outcomes.get(key)).toMatchObject({ partial: { done: { set: [], remove: ["c"] } } });
  });

  it("is looked for after another call of the resource was made, too", async () => {
    const { cloud, clock, crosstag } = openCloud(
      { ...ONE_BY_ONE_SHAPE, absentTagKeys: "refused", propagationMs: 3_000 },
      { engine: { maximumConcurrentCalls: 1 } },
    );
    const key = cloud.scene.create("key", { tags: { c: "0" } });
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { a: "1" }, remove: ["c"] }) }));
    const [start, intent] = cutOff(plan, key, ["c"]);
    if (start === undefined || intent?.type !== "intent") throw new Error("no intent");
    const cut: RunRecord = { ...intent, before: { a: null, c: "0" }, set: { a: "1" } };
    await clock.sleep(10_000);
    cloud.scene.setTags(key, { a: "1" });
    const { outcomes } = await applyAndCount(crosstag, { plan, run: "r", resume: stateOf([start, cut]) });
    expect(outcomes.get(key)?.status).toBe("changed");
  });

  it("is not called failed if the resumed run is stopped between its calls", async () => {
    const stop = new AbortController();
    const { cloud, crosstag } = openCloud(ONE_BY_ONE_SHAPE, {
      engine: { maximumConcurrentCalls: 1 },
      change: (driver) =>
        decorateDriver(driver, {
          writeTags: async (call, context) => {
            const receipt = await driverMethod(driver, "writeTags")(call, context);
            stop.abort();
            return receipt;
          },
        }),
    });
    const key = cloud.scene.create("key", { tags: { c: "0" } });
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { a: "1" }, remove: ["c"] }) }));
    const records = cutOff(plan, key, ["a", "c"]);
    const request = { plan, run: "r", resume: stateOf(records) };
    const { outcomes } = await applyAndCount(crosstag, request, { signal: stop.signal });
    // The first part may have removed c: reads lag.
    expect(outcomes.get(key)).toMatchObject({
      status: "unknown",
      partial: { done: { set: ["a"], remove: [] }, left: { set: [], remove: ["c"] } },
    });
  });

  it("is not called failed either if it is stopped during one call, while the next waits for that", async () => {
    const stop = new AbortController();
    const { cloud, crosstag } = openCloud(
      { ...ONE_BY_ONE_SHAPE, tagsPerCall: 1, latencyMs: 50 },
      {
        change: (driver) =>
          decorateDriver(driver, {
            removeTags: (call, context) => {
              stop.abort();
              return driverMethod(driver, "removeTags")(call, context);
            },
          }),
      },
    );
    const key = cloud.scene.create("key", { tags: { c: "0", d: "0" } });
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ remove: ["c", "d"] }) }));
    const request = { plan, run: "r", resume: stateOf(cutOff(plan, key, ["c", "d"])) };
    const { outcomes } = await applyAndCount(crosstag, request, { signal: stop.signal });
    expect(cloud.log.calls("removeTags")).toBe(1);
    expect(outcomes.get(key)).toMatchObject({
      status: "unknown",
      partial: { done: { remove: ["c"] }, left: { remove: ["d"] } },
    });
  });
});

/** @param shows the rows of tag c that a reading has, so long after the resume began */
async function resumeRefused(shows: (elapsedMs: number, row: TagRow) => readonly TagRow[]) {
  let startedAt = 0;
  const { cloud, clock, crosstag } = openCloud(ONE_BY_ONE_SHAPE, {
    engine: { maximumConcurrentCalls: 1 },
    change: (driver) =>
      decorateDriver(driver, {
        readTags: async (call, context) => {
          const page = await driver.readTags(call, context);
          const elapsedMs = clock.now() - startedAt;
          return { ...page, rows: page.rows.flatMap((row) => (row.key === "c" ? shows(elapsedMs, row) : [row])) };
        },
      }),
  });
  const key = cloud.scene.create("key", { tags: { c: "0" } });
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { a: "1" }, remove: ["c"] }) }));
  cloud.scene.scheduleDeletion(key);
  startedAt = clock.now();
  const request = { plan, run: "r", resume: stateOf(cutOff(plan, key, ["a", "c"])) };
  const { outcomes } = await applyAndCount(crosstag, request);
  expect(cloud.log.calls("removeTags")).toBe(0);
  return outcomes.get(key);
}

describe("a change that was cut off, and whose first call is refused by the resumed run", () => {
  it("is failed if reading shows that its other calls were not made either", async () => {
    expect(await resumeRefused((_now, row) => [row])).toMatchObject({
      status: "failed",
      error: { code: "invalid-state" },
    });
  });

  it("is unknown if reading shows a tag as one of its other calls would have left it", async () => {
    // Reads lag for a second.
    expect(await resumeRefused((elapsedMs, row) => (elapsedMs < 1_000 ? [row] : []))).toMatchObject({
      status: "unknown",
    });
  });
});

describe("an undo leaves alone what others have changed", () => {
  it("although the run has changed other tags of the resource, and found this one made when its call had its turn", async () => {
    const faults: Fault[] = [];
    const { cloud, clock, crosstag } = openCloud(
      { ...ONE_BY_ONE_SHAPE, tagsPerCall: 1, latencyMs: 5 },
      { engine: { pacing: "quota" }, faults },
    );
    const key = cloud.scene.create("key");
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { a: "1", b: "1", c: "1" } }) }));
    faults.push({ kind: "delay", operation: "writeTags", delayMs: 14_000, times: 1 });
    const meddled = clock.sleep(8_000).then(() => cloud.scene.setTags(key, { c: "1" }));
    const journal = createMemoryJournal();
    const { outcomes } = await applyAndCount(crosstag, { plan, run: "r", journal });
    await meddled;
    expect(outcomes.get(key)?.status).toBe("changed");
    const writes = cloud.log.requests.filter(({ operation }) => operation === "writeTags");
    // The run has not written c: another program has.
    expect(writes.map(({ tagKeys }) => tagKeys)).not.toContainEqual(["c"]);
    const undo = await keepPlan(crosstag.planUndo({ run: "r", changes: stateOf(journal.records).intents.values() }));
    expect(undo.all[0]).toMatchObject({ action: "change", remove: ["a", "b"] });
  });

  it("although the run lost the answer of another call of the resource, and did not make this one", async () => {
    const faults: Fault[] = [{ kind: "lose-request", operation: "writeTags" }];
    const { cloud, crosstag } = openCloud(ONE_BY_ONE_SHAPE, { faults });
    const key = cloud.scene.create("key", { tags: { tmp: "1" } });
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { a: "1" }, remove: ["tmp"] }) }));
    const journal = createMemoryJournal();
    const { outcomes } = await applyAndCount(crosstag, { plan, run: "r", journal });
    expect(outcomes.get(key)?.status).toBe("unknown");
    expect(cloud.log.calls("removeTags")).toBe(0);
    // Another program removes the tag, as it did without this run.
    cloud.scene.setTags(key, {});
    const undo = await keepPlan(crosstag.planUndo({ run: "r", changes: stateOf(journal.records).intents.values() }));
    expect(undo.all.filter(({ action }) => action === "change")).toEqual([]);
  });
});

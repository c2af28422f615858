import { driverMethod } from "../../src/driver.ts";
import { describe, expect, it } from "vitest";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import type { Fault } from "../../src/testing/faults/fault.ts";
import { BATCHED_SHAPE, ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, idOf, keys, openCloud, statuses } from "./run-helpers.ts";

describe.each([
  ["one by one", ONE_BY_ONE_SHAPE],
  ["batched", BATCHED_SHAPE],
])("resources that have moved since the plan, %s", (_name, shape) => {
  it("are left out by name, with the tags in the way, and the others are done", async () => {
    const { cloud, crosstag } = openCloud(shape);
    const all = Array.from({ length: 60 }, () => cloud.scene.create("key", { tags: { Owner: "me", tmp: "1" } }));
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ rename: { Owner: "owner" }, remove: ["tmp"] }) }));
    const [moved, taken, done, added, half] = all as [string, string, string, string, string];
    cloud.scene.setTags(moved, { Owner: "you", tmp: "1" });
    cloud.scene.setTags(taken, { Owner: "me", tmp: "1", owner: "else" });
    cloud.scene.setTags(done, { owner: "me" });
    cloud.scene.setTags(added, { Owner: "me", tmp: "1", theirs: "x" });
    cloud.scene.setTags(half, { Owner: "me", owner: "me" });
    const journal = createMemoryJournal();
    const { result, outcomes } = await applyAndCount(crosstag, { plan, journal });
    expect(outcomes.get(moved)).toMatchObject({ status: "skipped", reason: "changed-since-plan", tagKeys: ["Owner"] });
    expect(outcomes.get(taken)).toMatchObject({ status: "skipped", reason: "changed-since-plan", tagKeys: ["owner"] });
    expect(outcomes.get(done)?.status).toBe("unchanged");
    expect(result).toMatchObject({ ended: "complete", counts: { changed: 57, unchanged: 1, skipped: 2 } });
    expect(result.skipped).toEqual({ "changed-since-plan": 2 });
    expect(cloud.truth.tagsOf(moved)).toEqual({ Owner: "you", tmp: "1" });
    expect(cloud.truth.tagsOf(taken)).toEqual({ Owner: "me", tmp: "1", owner: "else" });
    expect(cloud.truth.tagsOf(added)).toEqual({ owner: "me", theirs: "x" });
    expect(cloud.truth.tagsOf(half)).toEqual({ owner: "me" });
    expect(journal.records.filter((record) => record.type === "intent" && record.reference === moved)).toEqual([]);
    expect(JSON.stringify(journal.records.filter(({ type }) => type !== "intent"))).not.toContain("you");
  });

  it("fail alone if they are gone, pending deletion, or the cloud's, and the others are done", async () => {
    const { cloud, crosstag } = openCloud(shape);
    const all = Array.from({ length: 55 }, () => cloud.scene.create("key", { tags: { tmp: "1" } }));
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" }, remove: ["tmp"] }) }));
    const [gone, pending, emptied] = [all[7], all[33], all[54]] as [string, string, string];
    const service = cloud.driver.native as { resources: Map<string, unknown> };
    service.resources.delete(`key/${idOf(gone)}`);
    cloud.scene.scheduleDeletion(pending);
    cloud.scene.setTags(emptied, {});
    const { result, outcomes } = await applyAndCount(crosstag, { plan });
    expect(statuses(outcomes, [gone, pending, emptied])).toEqual(["failed", "failed", "changed"]);
    expect(outcomes.get(gone)).toMatchObject({ error: { code: "not-found" } });
    expect(outcomes.get(pending)).toMatchObject({ error: { code: "invalid-state" } });
    expect(result.counts).toEqual({ changed: 53, unchanged: 0, skipped: 0, failed: 2, unknown: 0 });
    for (const key of all.filter((one) => one !== gone && one !== pending))
      expect(cloud.truth.tagsOf(key)).toEqual({ stage: "live" });
  });

  it("fail, and are not called unchanged, if they are gone and only lose tags", async () => {
    const { cloud, crosstag } = openCloud(shape);
    const [gone, emptied, other] = Array.from({ length: 3 }, () =>
      cloud.scene.create("key", { tags: { tmp: "1" } }),
    ) as [string, string, string];
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ remove: ["tmp"] }) }));
    (cloud.driver.native as { resources: Map<string, unknown> }).resources.delete(`key/${idOf(gone)}`);
    cloud.scene.setTags(emptied, {});
    const { outcomes } = await applyAndCount(crosstag, { plan });
    expect(statuses(outcomes, [gone, emptied, other])).toEqual(["failed", "unchanged", "changed"]);
    expect(outcomes.get(gone)).toMatchObject({ error: { code: "not-found" } });
  });

  it("lose no tag to a writer that comes between reading and writing and touches other keys", async () => {
    const { cloud, crosstag } = openCloud(shape, {
      change: (driver, { scene, truth }) =>
        decorateDriver(driver, {
          writeTags: (call, context) => {
            for (const { id } of call.resources) {
              const reference = `mem:kms:memory-1:1000:key/${id}`;
              scene.setTags(reference, { ...truth.tagsOf(reference), theirs: "x" });
            }
            return driverMethod(driver, "writeTags")(call, context);
          },
        }),
    });
    const all = Array.from({ length: 10 }, () => cloud.scene.create("key", { tags: { tmp: "1" } }));
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" }, remove: ["tmp"] }) }));
    const { result } = await applyAndCount(crosstag, { plan });
    expect(result.counts.changed).toBe(10);
    for (const key of all) expect(cloud.truth.tagsOf(key)).toEqual({ stage: "live", theirs: "x" });
  });

  it("are reported as not shown if another writer undoes the change at once", async () => {
    const rival: { undo?: string } = {};
    const { cloud, crosstag } = openCloud(shape, {
      change: (driver, { scene }) =>
        decorateDriver(driver, {
          writeTags: async (call, context) => {
            const receipt = await driverMethod(driver, "writeTags")(call, context);
            if (rival.undo !== undefined) scene.setTags(rival.undo, { stage: "dead" });
            return receipt;
          },
        }),
    });
    const all = Array.from({ length: 4 }, () => cloud.scene.create("key"));
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
    const [undone] = all as [string];
    rival.undo = undone;
    const journal = createMemoryJournal();
    const { result } = await applyAndCount(crosstag, { plan, journal });
    expect(result).toMatchObject({
      ended: "complete",
      counts: { changed: 4 },
      notShown: { resources: 1, examples: [undone] },
    });
    expect(journal.records).toContainEqual({
      type: "not-shown",
      scope: "memory/1000/memory-1",
      reference: undone,
      tagKeys: ["stage"],
    });
    // Who asks for no reading gets none.
    cloud.scene.setTags(undone, {});
    const again = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
    const reads = cloud.log.calls("readTags");
    const unread = await applyAndCount(crosstag, { plan: again, verify: false });
    expect(unread.result).toMatchObject({ notShown: undefined, counts: { changed: 1 } });
    expect(cloud.log.calls("readTags")).toBe(reads + 1);
  });

  it.each(["access-denied", "unavailable"] as const)(
    "are reported as not read, and not as not shown, when reading back is %s",
    async (code) => {
      let isWritten = false;
      const { cloud, crosstag } = openCloud(shape, {
        change: (driver) =>
          decorateDriver(driver, {
            writeTags: async (call, context) => {
              const receipt = await driverMethod(driver, "writeTags")(call, context);
              isWritten = true;
              return receipt;
            },
            readTags: (call, context) => (isWritten ? Promise.reject(new Error(code)) : driver.readTags(call, context)),
            classify: (error) =>
              error instanceof Error && error.message === code
                ? {
                    code,
                    retry: code === "unavailable" ? "transient" : "no",
                    applied: "no",
                    scope: "call",
                    message: "Not read.",
                  }
                : driver.classify(error),
          }),
      });
      const all = Array.from({ length: 4 }, () => cloud.scene.create("key"));
      const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
      const journal = createMemoryJournal();
      const { result } = await applyAndCount(crosstag, { plan, journal });
      // Nothing that was not read first is written: only what the first call wrote is changed.
      const { changed } = result.counts;
      expect(result).toMatchObject({ notShown: undefined, notRead: { code, resources: changed } });
      expect(changed).toBeGreaterThan(0);
      expect(journal.records.filter(({ type }) => type === "not-read")).toHaveLength(changed);
      expect(journal.records).toContainEqual({
        type: "not-read",
        scope: "memory/1000/memory-1",
        reference: all[0],
        tagKeys: ["stage"],
        code,
      });
    },
  );

  it("are waited for if reads lag behind writes, but not for ever", async () => {
    for (const [propagationMs, notShown] of [
      [3_000, 0],
      [60_000, 3],
    ] as const) {
      const { cloud, clock, crosstag } = openCloud({ ...shape, propagationMs });
      for (let index = 0; index < 3; index += 1) cloud.scene.create("key");
      const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
      const before = clock.now();
      const { result } = await applyAndCount(crosstag, { plan });
      expect(result.counts.changed).toBe(3);
      expect(result.notShown?.resources ?? 0).toBe(notShown);
      expect(clock.now() - before).toBeLessThan(15_000);
    }
  });

  it("make a key at its limit fit by removing first, and never exceed it", async () => {
    const { cloud, crosstag } = openCloud(shape);
    const limit = shape === ONE_BY_ONE_SHAPE ? 50 : 20;
    const others = Object.fromEntries(Array.from({ length: limit - 1 }, (_, index) => [`k${index}`, "v"]));
    const full = cloud.scene.create("key", { tags: { ...others, Owner: "me" } });
    const roomy = cloud.scene.create("key", { tags: { Owner: "me" } });
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ rename: { Owner: "owner" } }) }));
    expect(plan.all).toMatchObject([{ removeFirst: ["Owner"] }, { remove: ["Owner"] }]);
    const { result } = await applyAndCount(crosstag, { plan });
    expect(result.counts.changed).toBe(2);
    expect(cloud.truth.tagsOf(full)).toEqual({ ...others, owner: "me" });
    expect(cloud.truth.tagsOf(roomy)).toEqual({ owner: "me" });
    const writes = cloud.log.requests.filter(
      ({ operation }) => operation === "writeTags" || operation === "removeTags",
    );
    expect(writes.some(({ refusedWith }) => refusedWith !== undefined)).toBe(false);
    const of = (reference: string) =>
      writes.filter(({ resources }) => resources.includes(idOf(reference))).map(({ operation }) => operation);
    expect(of(full)).toEqual(["removeTags", "writeTags"]);
    expect(of(roomy)).toEqual(["writeTags", "removeTags"]);
  });
});

describe.each([
  ["one by one", ONE_BY_ONE_SHAPE],
  ["batched", BATCHED_SHAPE],
])("a cloud that fails now and then, %s", (_name, shape) => {
  it.each<[string, Fault]>([
    ["throttles", { kind: "throttle", operation: "writeTags", times: 3 }],
    ["loses requests", { kind: "lose-request", operation: "removeTags", times: 2 }],
    ["loses answers", { kind: "lose-answer", operation: "writeTags", times: 2 }],
    ["garbles answers", { kind: "garble-answer", operation: "removeTags", times: 2 }],
    ["reads badly", { kind: "lose-request", operation: "readTags", times: 3 }],
  ])("%s: every change is made all the same", async (_fault, fault) => {
    const faults: Fault[] = [];
    const { cloud, crosstag } = openCloud(shape, { faults });
    const all = Array.from({ length: 12 }, () => cloud.scene.create("key", { tags: { tmp: "1" } }));
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" }, remove: ["tmp"] }) }));
    faults.push(fault);
    const { result } = await applyAndCount(crosstag, { plan });
    expect(result).toMatchObject({
      ended: "complete",
      counts: { changed: 12 },
      throttled: fault.kind === "throttle" ? 3 : 0,
    });
    for (const key of all) expect(cloud.truth.tagsOf(key)).toEqual({ stage: "live" });
  });

  it("never answers: unknown if reading does not show the result, and the rest of the resource is not written", async () => {
    const faults: Fault[] = [];
    const { cloud, crosstag } = openCloud(shape, { faults });
    const all = Array.from({ length: 3 }, () => cloud.scene.create("key", { tags: { tmp: "1" } }));
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" }, remove: ["tmp"] }) }));
    faults.push({ kind: "lose-request", operation: "writeTags" });
    const { result } = await applyAndCount(crosstag, { plan });
    expect(result).toMatchObject({
      ended: "complete",
      counts: { unknown: 3 },
      failures: [{ status: "unknown", resources: 3 }],
    });
    for (const key of all) expect(cloud.truth.tagsOf(key)).toEqual({ tmp: "1" });
  });

  it("did it, though its answers were lost: changed", async () => {
    const faults: Fault[] = [];
    const { cloud, crosstag } = openCloud(shape, { faults });
    for (let index = 0; index < 3; index += 1) cloud.scene.create("key", { tags: { tmp: "1" } });
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" }, remove: ["tmp"] }) }));
    faults.push({ kind: "lose-answer", operation: "writeTags" });
    const { result } = await applyAndCount(crosstag, { plan });
    expect(result.counts.changed).toBe(3);
  });
});

describe("a call that resources share", () => {
  it("leaves out who would be changed by what others need", async () => {
    const { cloud, crosstag } = openCloud(BATCHED_SHAPE);
    const whole = Array.from({ length: 4 }, () => cloud.scene.create("key", { tags: { old1: "x", old2: "x" } }));
    const second = Array.from({ length: 4 }, () => cloud.scene.create("key", { tags: { b: "1", old1: "x" } }));
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { a: "1", b: "1" }, remove: ["old*"] }) }));
    expect(plan.header.summary.costs).toMatchObject([{ calls: { writeTags: 1, removeTags: 1 } }]);
    const [moved, given] = second as [string, string];
    cloud.scene.setTags(moved, { b: "theirs", old1: "x" });
    cloud.scene.setTags(given, { b: "1", old1: "x", old2: "theirs" });
    const { result } = await applyAndCount(crosstag, { plan });
    expect(result.counts.changed).toBe(8);
    expect(cloud.truth.tagsOf(moved)).toEqual({ a: "1", b: "theirs" });
    expect(cloud.truth.tagsOf(given)).toEqual({ a: "1", b: "1", old2: "theirs" });
    for (const key of [...whole, ...second.slice(2)]) expect(cloud.truth.tagsOf(key)).toEqual({ a: "1", b: "1" });
  });
});

describe("a resource whose calls are far apart", () => {
  it("is read again before a later call: what another program has changed meanwhile is skipped by name", async () => {
    // 300 keys at 10 writes and 5 removals a second: the last removals come half a minute after the writes.
    const { cloud, clock, crosstag } = openCloud(
      { ...ONE_BY_ONE_SHAPE, enforceQuotas: true, latencyMs: 5 },
      { engine: { pacing: "quota" } },
    );
    const all = Array.from({ length: 300 }, () => cloud.scene.create("key", { tags: { Owner: "me" } }));
    const plan = await keepPlan(crosstag.planTags({ desired: keys({ rename: { Owner: "owner" } }) }));
    const last = all.at(-1) as string;
    const meddle = async () => {
      while (cloud.truth.tagsOf(last)["owner"] === undefined) await clock.sleep(100);
      await clock.sleep(6_000);
      cloud.scene.setTags(last, { Owner: "you", owner: "me" });
    };
    const meddled = meddle();
    const journal = createMemoryJournal();
    const { result, outcomes } = await applyAndCount(crosstag, { plan, journal });
    await meddled;
    expect(cloud.truth.tagsOf(last)).toEqual({ Owner: "you", owner: "me" });
    expect(outcomes.get(last)).toMatchObject({
      status: "skipped",
      reason: "changed-since-plan",
      tagKeys: ["Owner"],
      appliedKeys: ["owner"],
    });
    expect(result).toMatchObject({ ended: "complete", counts: { changed: 299, skipped: 1 } });
    expect(journal.records).toContainEqual(
      expect.objectContaining({ type: "outcome", reference: last, appliedKeys: ["owner"] }),
    );
  });
});

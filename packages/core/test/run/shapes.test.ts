import { expect, test } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { MemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import type { MemoryCloudOptions } from "../../src/testing/memory/memory-cloud-options.ts";
import { TWO_FORMS_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, keys, openCloud } from "./run-helpers.ts";

/** Write calls, by operation and shape. */
function writesOf({ log }: MemoryCloud): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { operation, shape = "main", tagKeys } of log.requests) {
    if (tagKeys === undefined) continue;
    const name = `${operation} ${shape}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

const create = ({ scene }: MemoryCloud, count: number, tags = {}) =>
  Array.from({ length: count }, () => scene.create("key", { tags }));
const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`t${at}`, "v"]));

test("1,000 keys take 20 calls for one tag and 100 for ten, planned, applied and requested, each at its own quota", async () => {
  const { cloud, crosstag, clock } = openCloud(
    { ...TWO_FORMS_SHAPE, enforceQuotas: true },
    { engine: { pacing: "quota" } },
  );
  const resources = create(cloud, 1_000);
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: tags(1) }), describeStates: "never" }));
  expect(plan.header.summary.costs).toMatchObject([{ quota: "attach", calls: { writeTags: 20 }, seconds: 1 }]);
  const before = clock.now();
  expect((await applyAndCount(crosstag, { plan })).result.counts.changed).toBe(1_000);
  expect(writesOf(cloud)).toEqual({ "writeTags attach": 20 });
  expect(clock.now() - before).toBeLessThan(1_100);
  const { counts } = await crosstag.untagResource({ resources, tagKeys: ["t0"] });
  expect(counts.changed).toBe(1_000);
  expect(writesOf(cloud)).toEqual({ "writeTags attach": 20, "removeTags detach": 20 });
  const ten = await crosstag.tagResource({ resources, tags: tags(10) });
  expect(ten.counts.changed).toBe(1_000);
  expect(ten.calls["writeTags"]).toBe(100);
  expect(cloud.log.requests.filter(({ refusedWith }) => refusedWith !== undefined)).toEqual([]);
});

const ADDS_ONLY: MemoryCloudOptions = {
  ...TWO_FORMS_SHAPE,
  limits: {
    ...TWO_FORMS_SHAPE.limits,
    shapes: { writeTags: { key: [{ shape: "attach", resources: 50, tags: 1, addsOnly: true }] } },
  },
};

test("a shape that only adds tags is used for resources without the tag, in requests and in plans", async () => {
  for (const change of ["request", "plan"] as const) {
    const { cloud, crosstag } = openCloud(ADDS_ONLY);
    const [without, other] = [create(cloud, 50), create(cloud, 10, { t0: "old" })];
    if (change === "request") await crosstag.tagResource({ resources: [...without, ...other], tags: tags(1) });
    else {
      const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: tags(1) }) }));
      await applyAndCount(crosstag, { plan });
    }
    expect(writesOf(cloud)).toEqual({ "writeTags attach": 1, "writeTags main": 1 });
    for (const key of [...without, ...other]) expect(cloud.truth.tagsOf(key)).toEqual({ t0: "v" });
  }
});

test("a shape that only adds tags is not used unread, nor for a resource that has got a tag since the plan", async () => {
  const { cloud, crosstag } = openCloud(ADDS_ONLY);
  const all = create(cloud, 20);
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: tags(1) }) }));
  const [first] = all as [string];
  cloud.scene.setTags(first, { t0: "theirs" });
  const { result } = await applyAndCount(crosstag, { plan });
  expect(result.counts).toMatchObject({ changed: 19, skipped: 1 });
  expect(cloud.truth.tagsOf(first)).toEqual({ t0: "theirs" });
  await crosstag.tagResource({ resources: all, tags: { t0: "w" }, readFirst: false });
  expect(writesOf(cloud)).toEqual({ "writeTags attach": 1, "writeTags main": 2 });
});

test("a tag that readings do not show yet is set all the same, by a shape that changes values", async () => {
  const { cloud, driver, crosstag } = openCloud({ ...ADDS_ONLY, propagationMs: 60_000 });
  const all = create(cloud, 60);
  await crosstag.tagResource({ resources: all.slice(0, 5), tags: { t0: "before" } });
  const other = createCrosstag([driver], { pacing: "off", retry: "immediate" });
  const { counts, outcomes } = await other.tagResource({ resources: all, tags: { t0: "after" } });
  expect(counts.changed).toBe(60);
  expect(outcomes.map(({ attempts }) => attempts)).toEqual(all.map((_, at) => (at < 5 ? 2 : 1)));
  for (const key of all) expect(cloud.truth.tagsOf(key)).toEqual({ t0: "after" });
});

test("tags that go first, tags that come and tags that go after stay in this order in all shapes", async () => {
  const { cloud, crosstag } = openCloud(TWO_FORMS_SHAPE);
  const full = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`old${at}`, "v"]));
  const keysOfAll = create(cloud, 12, full);
  const remove = Object.keys(full).slice(0, 3);
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { a: "1", b: "2" }, remove }) }));
  expect((await applyAndCount(crosstag, { plan })).result.counts.changed).toBe(12);
  for (const key of keysOfAll) expect(Object.keys(cloud.truth.tagsOf(key)).length).toBe(49);
  expect(cloud.log.overlappingWrites).toBe(0);
  const { header } = plan;
  const planned = header.summary.costs.reduce(
    (sum, { calls }) => sum + (calls.writeTags ?? 0) + (calls.removeTags ?? 0),
    0,
  );
  expect(Object.values(writesOf(cloud)).reduce((sum, count) => sum + count, 0)).toBe(planned);
});

const RENAME = { rename: { old: "new" } };

test("one call sets and removes tags of a resource if that takes fewer calls", async () => {
  const { cloud, crosstag } = openCloud(TWO_FORMS_SHAPE);
  const own = Array.from({ length: 3 }, (_, at) => create(cloud, 1, { old: `v${at}`, kept: "k" })).flat();
  const plan = await keepPlan(crosstag.planTags({ desired: keys(RENAME) }));
  expect(plan.header.summary.costs).toMatchObject([{ quota: "change", calls: { writeTags: 3 } }]);
  expect((await applyAndCount(crosstag, { plan })).result.counts.changed).toBe(3);
  expect(writesOf(cloud)).toEqual({ "changeTags changeTags": 3 });
  for (const [at, key] of own.entries()) expect(cloud.truth.tagsOf(key)).toEqual({ new: `v${at}`, kept: "k" });
  // The same value for many: they share calls.
  const many = create(cloud, 30, { old: "same" });
  const second = await keepPlan(crosstag.planTags({ desired: keys(RENAME) }));
  expect((await applyAndCount(crosstag, { plan: second })).result.counts.changed).toBe(30);
  expect(writesOf(cloud)).toEqual({ "changeTags changeTags": 3, "writeTags attach": 1, "removeTags detach": 1 });
  for (const key of many) expect(cloud.truth.tagsOf(key)).toEqual({ new: "same" });
});

test("of a call that sets and removes tags only what is still needed is sent, and a refusal changes nothing", async () => {
  const { cloud, crosstag } = openCloud(TWO_FORMS_SHAPE);
  const [set, removed, doomed] = ["1", "2", "3"].flatMap((old) => create(cloud, 1, { old })) as [
    string,
    string,
    string,
  ];
  const plan = await keepPlan(crosstag.planTags({ desired: keys(RENAME) }));
  cloud.scene.setTags(set, { old: "1", new: "1" });
  cloud.scene.setTags(removed, {});
  cloud.scene.scheduleDeletion(doomed);
  const { outcomes } = await applyAndCount(crosstag, { plan });
  expect(writesOf(cloud)).toEqual({ "removeTags main": 1, "writeTags main": 1, "changeTags changeTags": 1 });
  expect(cloud.truth.tagsOf(set)).toEqual({ new: "1" });
  expect(cloud.truth.tagsOf(removed)).toEqual({ new: "2" });
  expect(cloud.truth.tagsOf(doomed)).toEqual({ old: "3" });
  expect(outcomes.get(doomed)).toMatchObject({ status: "failed", error: { code: "invalid-state" } });
});

test("a call that sets and removes tags and gets no answer is settled by reading", async () => {
  const fault = { kind: "lose-answer", operation: "changeTags" } as const;
  const { cloud, crosstag } = openCloud(TWO_FORMS_SHAPE, { faults: [fault] });
  const [key] = create(cloud, 1, { old: "1" }) as [string];
  const plan = await keepPlan(crosstag.planTags({ desired: keys(RENAME) }));
  const { result } = await applyAndCount(crosstag, { plan });
  expect(result.counts).toMatchObject({ changed: 1 });
  expect(cloud.truth.tagsOf(key)).toEqual({ new: "1" });
});

import type { ResourceKind } from "@crosstag/core";
import { toTagRecord } from "@crosstag/core";
import { driverMethod } from "@crosstag/core/driver";
import { decorateDriver } from "@crosstag/core/testing";
import assert from "node:assert/strict";
import { can, kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import type { PreparedWrite } from "../styled-writes.ts";
import { tagsOf } from "./tag-cases.ts";

/** Tags are removed. */
export const untagCases: ConformanceGroup = {
  title: "untagging",
  cases: (profile) =>
    kindsThatCan(profile, "removeTags").flatMap((kind) => [
      ...driverCases(kind, profile.absentTagKeys === "refused"),
      ...(can(profile, "removeAllTags", kind) ? [removeAllCase(kind)] : []),
      ...(can(profile, "removeAllTags", kind) || can(profile, "readTags", kind) ? [untagAllCase(kind)] : []),
    ]),
};

const REMOVALS = [
  ["that exist", ["a", "b"]],
  ["that do not exist", ["x", "y"]],
  ["of which some exist", ["x", "a"]],
] as const;

const driverCases = (kind: ResourceKind, refusesAbsent: boolean): readonly ConformanceCase[] => [
  ...(refusesAbsent ? absentCases(kind) : []),
  ...REMOVALS.slice(0, refusesAbsent ? 1 : REMOVALS.length).map(([what, named]): ConformanceCase => ({
    title: `${kind}: removes tags ${what}`,
    run: async ({ scene, truth, driver, samplesFor, untagging, methodOf, oneCall }) => {
      const samples = samplesFor(kind);
      const tags = samples.tags({ a: "1", b: "2", c: "3" });
      const text = await scene.create(kind, { tags });
      const tagKeys = named.map((key) => samples.word("key", key)).slice(0, driver.limits.removeTags[kind]?.tags);
      await oneCall(methodOf("removeTags"), await untagging([text], tagKeys));
      const left = Object.entries(tags).filter(([key]) => !tagKeys.includes(key));
      assert.deepEqual(await tagsOf(truth, text), Object.fromEntries(left));
    },
  })),
  {
    title: `${kind}: one call accepts as many resources and tag keys as the limits state`,
    run: async ({ scene, truth, driver, samplesFor, create, untagging, methodOf, oneCall }) => {
      const samples = samplesFor(kind);
      const limit = driver.limits.removeTags[kind] ?? { resources: 1, tags: 1 };
      const tags = toTagRecord(samples.plain(Math.min(limit.tags, samples.maximumTags ?? limit.tags)));
      const texts = await create(kind, limit.resources, tags);
      const bystander = await scene.create(kind, { tags });
      await oneCall(methodOf("removeTags"), await untagging(texts, Object.keys(tags)));
      for (const text of texts) assert.deepEqual(await tagsOf(truth, text), {});
      assert.deepEqual(await tagsOf(truth, bystander), tags);
    },
  },
  {
    title: `${kind}: a request removes tags and returns one outcome for each resource`,
    run: async ({ truth, crosstag, create }) => {
      const texts = await create(kind, 3, { team: "payments", kept: "1" });
      const { outcomes, counts } = await crosstag.untagResource({ resources: texts, tagKeys: ["team", "absent"] });
      assert.deepEqual(
        outcomes.map(({ resource, status }) => ({ resource, status })),
        texts.map((resource) => ({ resource, status: "changed" })),
      );
      assert.equal(
        Object.values(counts).reduce((sum, count) => sum + count),
        3,
      );
      for (const text of texts) assert.deepEqual(await tagsOf(truth, text), { kept: "1" });
    },
  },
  {
    title: `${kind}: an empty list is refused and never means all`,
    run: async ({ scene, truth, log, crosstag }) => {
      const text = await scene.create(kind, { tags: { team: "payments" } });
      await assert.rejects(crosstag.untagResource({ resources: [text], tagKeys: [] }), { code: "invalid-request" });
      await assert.rejects(crosstag.untagResource({ resources: [text] }), { code: "invalid-request" });
      assert.equal(await log.calls(), 0);
      assert.deepEqual(await tagsOf(truth, text), { team: "payments" });
    },
  },
];

/** The cloud refuses to remove a tag key that the resource does not have. */
const absentCases = (kind: ResourceKind): readonly ConformanceCase[] => [
  {
    title: `${kind}: removing a tag that does not exist is refused, as the profile states, and attributed to the resource`,
    run: async ({ scene, truth, untagging, failure }) => {
      const text = await scene.create(kind, { tags: { a: "1" } });
      const { retry, applied, scope } = await failure(await untagging([text], ["a", "x"]));
      assert.deepEqual({ retry, applied, scope }, { retry: "no", applied: "no", scope: "resource" });
      assert.deepEqual(await tagsOf(truth, text), { a: "1" });
    },
  },
  {
    title: `${kind}: a request removes the tags that exist, and a tag that is gone meanwhile is not a failure`,
    run: async ({ scene, truth, driver, crosstagWith, reference, untagging }) => {
      const texts = [
        await scene.create(kind, { tags: { a: "1", kept: "2" } }),
        await scene.create(kind, { tags: { kept: "2" } }),
        await scene.create(kind, { tags: { b: "1", kept: "2" } }),
        await scene.create(kind, { tags: { a: "1", b: "1", kept: "2" } }),
      ];
      // Another program removes tags between the reading and the write of the last two.
      const removals = new Map<string, PreparedWrite>();
      for (const text of texts.slice(2)) removals.set(reference(text).id, await untagging([text], ["b"]));
      const crosstag = crosstagWith(
        {},
        decorateDriver(driver, {
          removeTags: async (call, context) => {
            for (const { id } of call.resources) {
              const send = removals.get(id);
              removals.delete(id);
              await send?.();
            }
            return driverMethod(driver, "removeTags")(call, context);
          },
        }),
      );
      const { outcomes } = await crosstag.untagResource({ resources: texts, tagKeys: ["a", "b"], readFirst: false });
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ["changed", "unchanged", "unchanged", "changed"],
      );
      for (const text of texts) assert.deepEqual(await tagsOf(truth, text), { kept: "2" });
    },
  },
];

const removeAllCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: one call removes all tags of as many resources as the limits state`,
  run: async ({ scene, truth, driver, create, untagging, methodOf, oneCall }) => {
    const texts = await create(kind, driver.limits.removeTags[kind]?.resources ?? 1, { team: "payments", owner: "x" });
    const bystander = await scene.create(kind, { tags: { kept: "1" } });
    await oneCall(methodOf("removeTags"), await untagging(texts, "all"));
    for (const text of texts) assert.deepEqual(await tagsOf(truth, text), {});
    assert.deepEqual(await tagsOf(truth, bystander), { kept: "1" });
  },
});

/** If the cloud has no such call, the engine reads and names the keys. */
const untagAllCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: a request removes all tags if it says so`,
  run: async ({ scene, truth, crosstag }) => {
    const texts = [
      await scene.create(kind, { tags: { a: "1", b: "2" } }),
      await scene.create(kind, { tags: { c: "3" } }),
    ];
    const { counts } = await crosstag.untagResource({ resources: texts, all: true });
    assert.equal(counts.changed, 2);
    for (const text of texts) assert.deepEqual(await tagsOf(truth, text), {});
  },
});

import type { ResourceKind } from "@crosstag/core";
import { toTagRecord } from "@crosstag/core";
import assert from "node:assert/strict";
import { can, kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import { absentTagCases } from "./absent-tag-cases.ts";
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

const driverCases = (kind: ResourceKind, mayRefuseAbsent: boolean): readonly ConformanceCase[] => [
  ...(mayRefuseAbsent ? absentTagCases(kind) : []),
  ...REMOVALS.slice(0, mayRefuseAbsent ? 1 : REMOVALS.length).map(([what, named]): ConformanceCase => ({
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

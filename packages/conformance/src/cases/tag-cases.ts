import { resourceIdentity, rulesFor, toTagRecord } from "@crosstag/core";
import type { ResourceKind, TagSet } from "@crosstag/core";
import assert from "node:assert/strict";
import type { CaseContext } from "../case-context.ts";
import { can, kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";
import { createTagSamples } from "../tag-samples.ts";

/** Tags are written. */
export const tagCases: ConformanceGroup = {
  title: "tagging",
  cases: (profile) =>
    kindsThatCan(profile, "writeTags").flatMap((kind) => [
      ...driverCases(kind),
      ...textCases(kind, createTagSamples(rulesFor(profile.rules, kind))),
      ...engineCases(kind, can(profile, "readTags", kind)),
    ]),
};

const driverCases = (kind: ResourceKind): readonly ConformanceCase[] => [
  {
    title: `${kind}: adds tags in one call and keeps the others`,
    run: async ({ scene, truth, driver, samplesFor, tagging, methodOf, oneCall }) => {
      const samples = samplesFor(kind);
      const kept = samples.tags({ kept: "1" });
      const text = await scene.create(kind, { tags: kept });
      const added = Object.entries(samples.tags({ added: "2", more: "3" }));
      const room = (samples.maximumTags ?? Number.POSITIVE_INFINITY) - 1;
      const tags = new Map(added.slice(0, Math.min(driver.limits.writeTags[kind]?.tags ?? 1, room)));
      await oneCall(methodOf("writeTags"), await tagging([text], tags));
      assert.deepEqual(await tagsOf(truth, text), { ...toTagRecord(tags), ...kept });
    },
  },
  {
    title: `${kind}: overwrites a value in place`,
    run: async ({ scene, truth, samplesFor, tagging, methodOf, oneCall }) => {
      const { tags } = samplesFor(kind);
      // In another case it is another tag.
      const twin = samplesFor(kind).isAllowed("key", "Team") ? { Team: "other" } : {};
      const text = await scene.create(kind, { tags: { ...tags({ team: "old" }), ...tags(twin) } });
      await oneCall(methodOf("writeTags"), await tagging([text], new Map(Object.entries(tags({ team: "new" })))));
      assert.deepEqual(await tagsOf(truth, text), { ...tags({ team: "new" }), ...tags(twin) });
    },
  },
  {
    title: `${kind}: one call accepts as many resources and tags as the limits state`,
    run: async ({ scene, truth, driver, samplesFor, create, tagging, methodOf, oneCall }) => {
      const samples = samplesFor(kind);
      const limit = driver.limits.writeTags[kind] ?? { resources: 1, tags: 1 };
      const texts = await create(kind, limit.resources);
      const bystander = await scene.create(kind);
      const tags = samples.plain(Math.min(limit.tags, samples.maximumTags ?? limit.tags));
      await oneCall(methodOf("writeTags"), await tagging(texts, tags));
      for (const text of texts) assert.deepEqual(await tagsOf(truth, text), toTagRecord(tags));
      assert.deepEqual(await tagsOf(truth, bystander), {});
    },
  },
];

/** Tags at the limits of the rules, each written and read back unchanged. */
function textCases(kind: ResourceKind, samples: ReturnType<typeof createTagSamples>): readonly ConformanceCase[] {
  const longest = (part: "key" | "value", wide: boolean): string =>
    samples.isLimited(part) ? samples.longest(part, wide) : samples.word(part, "long");
  const sets: (readonly [string, TagSet])[] = [
    ...(samples.isLimited("key") || samples.isLimited("value")
      ? [
          ["the longest key and value", new Map([[longest("key", false), longest("value", false)]])] as const,
          [
            "the longest key and value in the widest letters",
            new Map([[longest("key", true), longest("value", true)]]),
          ] as const,
        ]
      : []),
    ["every character that is allowed", new Map([[samples.mixed("key"), samples.mixed("value")]])],
  ];
  if (samples.isAllowed("key", "Team") && samples.isAllowed("key", "team")) {
    const twins = samples.tags({ Team: "1", team: "2" });
    sets.push(["keys that only differ in case", new Map(Object.entries(twins))]);
  }
  if (samples.minimumValueLength === 0) sets.push(["an empty value", new Map([[samples.word("key", "empty"), ""]])]);
  const words = ["__proto__", "constructor", "toString"].filter((word) => samples.isAllowed("key", word));
  const value = samples.word("value", "v");
  if (words.length > 0) sets.push([`the keys ${words.join(", ")}`, new Map(words.map((word) => [word, value]))]);
  return sets.map(([what, tags]) => ({
    title: `${kind}: keeps ${what}`,
    run: async ({ scene, truth, driver, write, read }: CaseContext) => {
      const text = await scene.create(kind);
      await write([text], tags);
      assert.deepEqual(await tagsOf(truth, text), toTagRecord(tags));
      if (can(driver, "readTags", kind)) assert.deepEqual((await read([text])).get(text), toTagRecord(tags));
    },
  }));
}

const engineCases = (kind: ResourceKind, readable: boolean): readonly ConformanceCase[] => [
  {
    title: `${kind}: a request returns one outcome for each resource, in order, duplicates merged`,
    run: async ({ truth, crosstag, create, reference, driver, samplesFor }) => {
      const tags = samplesFor(kind).tags({ team: "payments" });
      const [first = "", second = ""] = await create(kind, 2);
      const again = driver.references.format(reference(first), driver.scope);
      const { outcomes, counts } = await crosstag.tagResource({
        resources: [second, first, again],
        tags,
      });
      assert.deepEqual(
        outcomes.map(({ resource, status }) => ({ resource, status })),
        [
          { resource: second, status: "changed" },
          { resource: first, status: "changed" },
        ],
      );
      for (const outcome of outcomes) {
        assert.equal(resourceIdentity(reference(outcome.reference)), resourceIdentity(reference(outcome.resource)));
        assert.equal(outcome.provider, driver.provider);
        assert.equal(outcome.attempts, 1);
      }
      assert.deepEqual(counts, { changed: 2, unchanged: 0, skipped: 0, failed: 0, unknown: 0 });
      for (const text of [first, second]) assert.deepEqual(await tagsOf(truth, text), tags);
    },
  },
  {
    title: `${kind}: a dry run writes nothing`,
    run: async ({ scene, truth, log, crosstag, methodOf, samplesFor }) => {
      const samples = samplesFor(kind);
      const kept = samples.tags({ kept: "1" });
      const text = await scene.create(kind, { tags: kept });
      const tags = samples.tags({ team: "payments" });
      const { outcomes } = await crosstag.tagResource({ resources: [text], tags, dryRun: true });
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ["skipped"],
      );
      assert.equal(await log.calls(methodOf("writeTags")), 0);
      assert.deepEqual(await tagsOf(truth, text), kept);
    },
  },
  ...(readable
    ? [
        {
          title: `${kind}: the same request again changes nothing and writes nothing`,
          run: async ({ log, crosstag, create, methodOf, samplesFor }: CaseContext) => {
            const tags = samplesFor(kind).tags({ team: "payments", owner: "x" });
            const request = { resources: await create(kind, 3), tags };
            await crosstag.tagResource(request);
            const before = await log.calls(methodOf("writeTags"));
            const { counts } = await crosstag.tagResource(request);
            assert.deepEqual(counts, { changed: 0, unchanged: 3, skipped: 0, failed: 0, unknown: 0 });
            assert.equal(await log.calls(methodOf("writeTags")), before);
          },
        },
      ]
    : []),
];

/** The true tags of a resource, in a fixed order. */
export async function tagsOf(truth: CaseContext["truth"], text: string): Promise<Readonly<Record<string, string>>> {
  return toTagRecord(new Map(Object.entries(await truth.tagsOf(text))));
}

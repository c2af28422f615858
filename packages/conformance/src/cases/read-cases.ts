import type { ResourceKind } from "@crosstag/core";
import { toTagRecord } from "@crosstag/core";
import assert from "node:assert/strict";
import { can, kindsThatCan } from "../conformance-case.ts";
import type { ConformanceCase, ConformanceGroup } from "../conformance-case.ts";

/** Tags are read completely. */
export const readCases: ConformanceGroup = {
  title: "reading tags",
  cases: (profile) =>
    kindsThatCan(profile, "readTags").flatMap((kind) => [
      ...driverCases(kind),
      ...engineCases(kind),
      ...(!profile.readTagsHidesUnknown || can(profile, "describeResource", kind) ? [unknownCase(kind)] : []),
    ]),
};

const driverCases = (kind: ResourceKind): readonly ConformanceCase[] => [
  {
    title: `${kind}: a resource without tags has none, on one page`,
    run: async ({ scene, driver, reference, oneCall, call }) => {
      const text = await scene.create(kind);
      const { rows, next } = await oneCall("readTags", () =>
        driver.readTags({ kind, resources: [reference(text)] }, call()),
      );
      assert.deepEqual({ rows, next }, { rows: [], next: undefined });
    },
  },
  {
    title: `${kind}: as many resources as a call accepts, all full, are read completely over all pages`,
    run: async ({ samplesFor, driver, create, read }) => {
      const samples = samplesFor(kind);
      const tags = toTagRecord(samples.plain(samples.maximumTags ?? 50));
      const texts = await create(kind, (driver.limits.readTags[kind]?.resources ?? 1) + 1, tags);
      for (const [text, found] of await read(texts)) assert.deepEqual(found, tags, text);
    },
  },
];

const engineCases = (kind: ResourceKind): readonly ConformanceCase[] => [
  {
    title: `${kind}: a request returns one entry for each resource, with its tags`,
    run: async ({ samplesFor, scene, create, crosstag }) => {
      const samples = samplesFor(kind);
      const full = toTagRecord(samples.plain(samples.maximumTags ?? 50));
      const texts = [
        await scene.create(kind),
        ...(await create(kind, 4, full)),
        await scene.create(kind, { tags: { team: "payments" } }),
      ];
      const entries = await collect(crosstag.listTags({ resources: texts }));
      const tags = entries.map((entry) => [entry.resource, entry.status === "read" ? entry.tags : entry.error]);
      assert.deepEqual(
        tags,
        texts.map((text, index) => [text, index === 0 ? {} : index === 5 ? { team: "payments" } : full]),
      );
    },
  },
];

const unknownCase = (kind: ResourceKind): ConformanceCase => ({
  title: `${kind}: an unknown resource is reported as not found, and the others are read`,
  run: async ({ scene, crosstag }) => {
    const known = await scene.create(kind, { tags: { team: "payments" } });
    const bare = await scene.create(kind);
    const unknown = await scene.unknownReference(kind);
    const entries = await collect(crosstag.listTags({ resources: [known, unknown, bare] }));
    assert.deepEqual(
      entries.map((entry) => [entry.resource, entry.status === "read" ? { ...entry.tags } : entry.error.code]),
      [
        [known, { team: "payments" }],
        [unknown, "not-found"],
        [bare, {}],
      ],
    );
  },
});

/** Everything that is iterated over. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

import { expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { createMemoryCloud, createVirtualClock, ONE_BY_ONE_SHAPE, withFaults } from "../../src/testing.ts";
import type { FoundResource, ResourceTags } from "../../src/reads/read-requests.ts";

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function open(options: Parameters<typeof createMemoryCloud>[0] = {}, faults: Parameters<typeof withFaults>[1] = []) {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({
    ...ONE_BY_ONE_SHAPE,
    kinds: ["key", "secret"],
    resourcesPerPage: 2,
    clock,
    ...options,
  });
  return { cloud, crosstag: createCrosstag([withFaults(cloud.driver, faults, { clock })], { clock }) };
}

const aliasesOf = (entries: readonly (FoundResource | ResourceTags)[]) =>
  entries.map((entry) => {
    if ("status" in entry && entry.status === "failed") return entry.error;
    return entry.aliases ?? entry.aliasesError?.code;
  });

it("lists the aliases of a cloud once for a request, over all pages, and only if they are asked for", async () => {
  const { cloud, crosstag } = open();
  const keys = Array.from({ length: 5 }, () => cloud.scene.create("key", { tags: { team: "a" } }));
  const secret = cloud.scene.create("secret");
  const [first = "", second = ""] = keys;
  const names = [first, second, first].map((key) => cloud.scene.createAlias(key).replace(/^.*:/, ""));
  const expected = [[names[0], names[2]], [names[1]], [], [], [], undefined];

  expect(aliasesOf(await collect(crosstag.listTags({ resources: [...keys, secret] })))).toEqual(
    Array(6).fill(undefined),
  );
  expect(cloud.log.calls("listAliases")).toBe(0);
  expect(aliasesOf(await collect(crosstag.listTags({ resources: [...keys, secret], aliases: true })))).toEqual(
    expected,
  );
  expect(cloud.log.calls("listAliases")).toBe(2);
  for (const request of [{}, { describe: true }, { resources: [...keys, secret] }])
    expect(aliasesOf(await collect(crosstag.findResources({ ...request, aliases: true })))).toEqual(expected);
  expect(cloud.log.calls("listAliases")).toBe(8);

  const plan = crosstag.planTags({
    desired: {
      version: 1,
      statements: [{ select: { where: ["alias=alias/name-?"], filter: ["team"] }, set: { named: "yes" } }],
    },
  });
  expect((await collect(plan.entries)).map(({ reference }) => reference)).toEqual([first, second]);
  expect(cloud.log.calls("listAliases")).toBe(10);
  expect(cloud.log.calls("describeResource")).toBe(6 + 2);
});

it("does not take aliases that could not be listed for a key without aliases", async () => {
  const faults = [{ kind: "lose-request", operation: "listAliases", after: 1 }] as const;
  const { cloud, crosstag } = open({}, faults);
  const keys = [cloud.scene.create("key"), cloud.scene.create("key"), cloud.scene.create("secret")];
  for (let count = 0; count < 3; count += 1) cloud.scene.createAlias(keys[0] ?? "");
  const unknown = ["unavailable", "unavailable", undefined];
  expect(aliasesOf(await collect(crosstag.findResources({ aliases: true })))).toEqual(unknown);
  const plan = crosstag.planTags({
    desired: { version: 1, statements: [{ select: { where: ["alias!=alias/x"] }, set: { a: "1" } }] },
  });
  expect(await collect(plan.entries)).toMatchObject([
    { reference: keys[0], action: "unreadable", error: { code: "unavailable" } },
    { reference: keys[1], action: "unreadable" },
  ]);

  const notListed = { support: "no", reason: "The cloud does not list aliases.", link: "https://example.com" } as const;
  const other = open({ capabilities: { listAliases: { key: notListed } } });
  other.cloud.scene.create("key");
  expect(aliasesOf(await collect(other.crosstag.findResources({ aliases: true })))).toEqual(["unsupported"]);
});

import { describe, expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import {
  BATCHED_SHAPE,
  createMemoryCloud,
  createVirtualClock,
  ONE_BY_ONE_SHAPE,
  withFaults,
} from "../../src/testing.ts";

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function open(shape = BATCHED_SHAPE, faults: Parameters<typeof withFaults>[1] = []) {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...shape, clock });
  return { cloud, crosstag: createCrosstag([withFaults(cloud.driver, faults, { clock })], { clock }) };
}

/** How often a cloud is asked for its list and for descriptions if nearly all of 1,200 keys do not exist. */
async function callsForAbsent(faults: Parameters<typeof withFaults>[1]) {
  const { cloud, crosstag } = open(BATCHED_SHAPE, faults);
  const bare = cloud.scene.create("key");
  const unknown = Array.from({ length: 1_199 }, (_, index) => bare.replace(/\d+$/, String(900_000 + index)));
  const listed = await collect(crosstag.listTags({ resources: [...unknown, bare] }));
  const missing = listed.filter((entry) => entry.status === "failed" && entry.error.code === "not-found");
  expect([missing.length, listed.at(-1)?.status]).toEqual([1_199, "read"]);
  return [cloud.log.calls("listResources"), cloud.log.calls("describeResource")];
}

describe("listTags", () => {
  it("reads many resources in few calls, over pages, one entry each, in the order given", async () => {
    const { cloud, crosstag } = open();
    const tags = Object.fromEntries(
      Array.from({ length: 20 }, (_, number) => [`t${String(number).padStart(2, "0")}`, "x"]),
    );
    const keys = Array.from({ length: 70 }, () => cloud.scene.create("key", { tags }));
    const listed = await collect(crosstag.listTags({ resources: keys }));
    expect(listed.map(({ reference }) => reference)).toEqual(keys);
    expect(listed.every((entry) => entry.status === "read" && Object.keys(entry.tags).length === 20)).toBe(true);
    // 50 × 20 rows are five pages, 20 × 20 two.
    expect(cloud.log.calls("readTags")).toBe(7);
  });

  it("looks many resources without tags up in one list, and describes them if it is not complete", async () => {
    expect(await callsForAbsent([])).toEqual([1, 200]);
    expect((await callsForAbsent([{ kind: "lose-request", operation: "listResources" }])).at(1)).toBe(1_200);
  });

  it("reads twice before it reports a resource without tags if the cloud hides unknown ones", async () => {
    const { cloud, crosstag } = open();
    const [bare, tagged, unknown] = [
      cloud.scene.create("key"),
      cloud.scene.create("key", { tags: { a: "1" } }),
      cloud.scene.unknownReference("key"),
    ];
    const listed = await collect(crosstag.listTags({ resources: [bare, tagged, unknown] }));
    expect(listed).toMatchObject([
      { status: "read", tags: {} },
      { status: "read", tags: { a: "1" } },
      { status: "failed", error: { code: "not-found" } },
    ]);
    expect(cloud.log.calls("describeResource")).toBe(2);
    const trusting = await collect(crosstag.listTags({ resources: [unknown], confirmExistence: false }));
    expect(trusting).toMatchObject([{ status: "read", tags: {} }]);
  });

  it("keeps the cloud's own tags to itself unless asked", async () => {
    const { cloud, crosstag } = open();
    const prefix = cloud.driver.rules.rules.flatMap((rule) =>
      rule.check === "reserved-prefix" ? rule.prefixes : [],
    )[0] as string;
    const key = cloud.scene.create("key", { tags: { [`${prefix}x`]: "1", __proto__x: "2" } });
    expect(await collect(crosstag.listTags({ resources: [key] }))).toMatchObject([{ tags: { __proto__x: "2" } }]);
    expect(await collect(crosstag.listTags({ resources: [key], includeReserved: true }))).toMatchObject([
      { tags: { [`${prefix}x`]: "1" } },
    ]);
  });

  it("gives one failed entry for what cannot be read, and continues", async () => {
    const { cloud, crosstag } = open(ONE_BY_ONE_SHAPE);
    const [first, unknown, last] = [
      cloud.scene.create("key"),
      cloud.scene.unknownReference("key"),
      cloud.scene.create("key"),
    ];
    const listed = await collect(crosstag.listTags({ resources: [first, unknown, last] }));
    expect(listed.map(({ status }) => status)).toEqual(["read", "failed", "read"]);
  });
});

describe("findResources", () => {
  it("gives every resource of every kind that can be listed, over pages", async () => {
    const { cloud, crosstag } = open({ ...BATCHED_SHAPE, resourcesPerPage: 7 });
    const made = [
      ...Array.from({ length: 20 }, () => cloud.scene.create("key")),
      ...Array.from({ length: 8 }, () => cloud.scene.create("secret")),
    ];
    cloud.scene.create("certificate");
    expect((await collect(crosstag.findResources())).map(({ reference }) => reference).toSorted()).toEqual(
      made.toSorted(),
    );
    expect((await collect(crosstag.findResources({ kinds: ["secret"] }))).length).toBe(8);
    await expect(collect(crosstag.findResources({ kinds: ["certificate"] }))).rejects.toMatchObject({
      code: "unsupported",
    });
  });

  it("lists the clouds that the request names, and asks no other", async () => {
    const [east, west] = ["east-1", "west-1"].map((region) => createMemoryCloud({ region }));
    if (east === undefined || west === undefined) throw new Error("There are two clouds.");
    const cloudNames = new Map([
      [east.driver, { entry: "east" }],
      [west.driver, { entry: "west" }],
    ]);
    const crosstag = createCrosstag([east.driver, west.driver], { cloudNames });
    const [here, there] = [east.scene.create("key"), west.scene.create("key")];
    const found = async (clouds: readonly string[]) =>
      (await collect(crosstag.findResources({ clouds }))).map(({ reference }) => reference);
    expect(await found(["east"])).toEqual([here]);
    expect(west.log.calls("listResources")).toBe(0);
    expect(await found(["east", "west"])).toEqual([here, there]);
    for (const request of [{ clouds: ["north"] }, { clouds: ["east"], resources: [here] }])
      await expect(collect(crosstag.findResources(request))).rejects.toMatchObject({ code: "invalid-request" });
    await crosstag.close();
  });

  it("describes on request, in order, and names resources that could not be described", async () => {
    const { cloud, crosstag } = open(ONE_BY_ONE_SHAPE, [
      { kind: "lose-request", operation: "describeResource", resource: "key-000002" },
    ]);
    const made = [cloud.scene.create("key"), cloud.scene.create("key"), cloud.scene.createCloudManagedKey()];
    const found = await collect(crosstag.findResources({ describe: true }));
    expect(found.map(({ reference }) => reference)).toEqual(made);
    expect(found.map(({ description, error }) => description?.managedBy ?? error?.code)).toEqual([
      "customer",
      "unavailable",
      "cloud",
    ]);
  });

  it("describes the named resources, once each, an alias as its key, and lists nothing", async () => {
    const { cloud, crosstag } = open(ONE_BY_ONE_SHAPE);
    const [one, other] = [cloud.scene.create("key"), cloud.scene.createCloudManagedKey()];
    const alias = cloud.scene.createAlias(one);
    const found = await collect(crosstag.findResources({ resources: [other, one, other], describe: true }));
    expect(found.map(({ reference, description }) => [reference, description?.managedBy])).toEqual([
      [other, "cloud"],
      [one, "customer"],
    ]);
    const [byAlias] = await collect(crosstag.findResources({ resources: [alias], describe: true }));
    expect(byAlias?.reference).toBe(one);
    expect(cloud.log.calls("listResources")).toBe(0);
    const [unknown] = await collect(
      crosstag.findResources({ resources: [cloud.scene.unknownReference("key")], describe: true }),
    );
    expect(unknown?.error?.code).toBe("not-found");
    for (const request of [{ resources: [alias] }, { resources: [] }, { resources: [one], kinds: ["key"] as const }])
      await expect(collect(crosstag.findResources(request))).rejects.toMatchObject({ code: "invalid-request" });
  });

  it("throws if a page cannot be read: a list is never truncated without an error", async () => {
    const { cloud, crosstag } = open({ ...ONE_BY_ONE_SHAPE, resourcesPerPage: 2 }, [
      { kind: "lose-request", operation: "listResources", after: 1 },
    ]);
    for (let count = 0; count < 5; count += 1) cloud.scene.create("key");
    await expect(collect(crosstag.findResources())).rejects.toMatchObject({
      code: "unavailable",
      operation: "listResources",
    });
  });
});

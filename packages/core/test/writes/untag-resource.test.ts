import { describe, expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import {
  BATCHED_SHAPE,
  createMemoryCloud,
  createVirtualClock,
  decorateDriver,
  ONE_BY_ONE_SHAPE,
} from "../../src/testing.ts";

function open(shape = BATCHED_SHAPE) {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...shape, clock });
  return { clock, cloud, crosstag: createCrosstag([cloud.driver], { clock }) };
}

const tags = { a: "1", b: "2", c: "3", d: "4" };

describe("untagResource", () => {
  it("takes three calls for three tags of 120 resources, and one call each if a cloud takes one at a time", async () => {
    const batched = open();
    const result = await batched.crosstag.untagResource({
      resources: Array.from({ length: 120 }, () => batched.cloud.scene.create("key", { tags })),
      tagKeys: ["a", "b", "c"],
    });
    expect(result.counts.changed).toBe(120);
    expect(result.calls).toEqual({ readTags: 3, removeTags: 3 });
    const single = open(ONE_BY_ONE_SHAPE);
    const other = await single.crosstag.untagResource({
      resources: Array.from({ length: 12 }, () => single.cloud.scene.create("key", { tags })),
      tagKeys: ["a", "b", "c"],
    });
    expect(other.calls).toEqual({ readTags: 12, removeTags: 12 });
  });

  it("finds the one bad resource in a batch by halving and serves the other 119", async () => {
    const { cloud, crosstag } = open();
    const keys = Array.from({ length: 119 }, () => cloud.scene.create("key", { tags }));
    const unknown = cloud.scene.unknownReference("key");
    const halved: number[] = [];
    const result = await crosstag.untagResource(
      { resources: [...keys.slice(0, 17), unknown, ...keys.slice(17)], tagKeys: ["a", "b", "c"], readFirst: false },
      { onEvent: (event) => event.type === "batch-halved" && halved.push(event.resources) },
    );
    expect(result.counts).toEqual({ changed: 119, unchanged: 0, skipped: 0, failed: 1, unknown: 0 });
    expect(result.outcomes[17]).toMatchObject({
      status: "failed",
      resource: unknown,
      error: { code: "not-found", reference: unknown },
    });
    for (const key of keys) expect(cloud.truth.tagsOf(key)).toEqual({ d: "4" });
    expect(halved[0]).toBe(50);
    expect(result.calls["removeTags"]).toBeLessThanOrEqual(3 + 2 * Math.ceil(Math.log2(50)));
  });

  it("never takes everything away because a list was empty", async () => {
    const { cloud, crosstag } = open();
    const key = cloud.scene.create("key", { tags });
    for (const request of [{}, { tagKeys: [] }, { tagKeys: ["a"], all: true }]) {
      await expect(crosstag.untagResource({ resources: [key], ...request })).rejects.toMatchObject({
        code: "invalid-request",
      });
    }
    expect(cloud.log.calls()).toBe(0);
  });

  it("removes all tags on request, by one call or by reading them first", async () => {
    const batched = open();
    const key = batched.cloud.scene.create("key", { tags });
    expect((await batched.crosstag.untagResource({ resources: [key], all: true })).calls).toEqual({
      readTags: 1,
      removeTags: 1,
    });
    expect(batched.cloud.truth.tagsOf(key)).toEqual({});
    const single = open(ONE_BY_ONE_SHAPE);
    const full = single.cloud.scene.create("key", { tags });
    const empty = single.cloud.scene.create("key");
    const result = await single.crosstag.untagResource({ resources: [full, empty], all: true });
    expect(result.outcomes.map(({ status }) => status)).toEqual(["changed", "unchanged"]);
    expect(result.calls).toEqual({ readTags: 2, removeTags: 1 });
    expect(single.cloud.truth.tagsOf(full)).toEqual({});
  });

  it("saves the write if the first read shows that the tag does not exist", async () => {
    const { cloud, crosstag } = open();
    const [there, absent] = [cloud.scene.create("key", { tags }), cloud.scene.create("key")];
    const result = await crosstag.untagResource({ resources: [there, absent], tagKeys: ["a", "z"] });
    expect(result.outcomes.map(({ status }) => status)).toEqual(["changed", "unchanged"]);
    expect(result.outcomes[0]).not.toHaveProperty("read");
    const typo = await crosstag.untagResource({ resources: [there], tagKeys: ["nope"] });
    expect(typo.outcomes).toMatchObject([{ status: "unchanged", attempts: 0 }]);
    const dry = await crosstag.untagResource({ resources: [there], tagKeys: ["b", "z"], dryRun: true });
    expect(dry.outcomes).toMatchObject([{ reason: "dry-run", change: { set: [], remove: ["b"] } }]);
  });

  it("says that the tags were not read, if they were not, whether that was asked for or reading is denied", async () => {
    const { clock, cloud, crosstag } = open();
    const key = cloud.scene.create("key");
    const unread = await crosstag.untagResource({ resources: [key], tagKeys: ["nope"], readFirst: false });
    expect(unread.outcomes).toMatchObject([{ status: "changed", read: false }]);
    expect(unread.calls).toEqual({ removeTags: 1 });
    const tagged = await crosstag.tagResource({ resources: [key], tags: { a: "1" }, readFirst: false });
    expect(tagged.outcomes).toMatchObject([{ status: "changed", read: false }]);
    const refused = new Error("by the cloud");
    const driver = decorateDriver(cloud.driver, {
      readTags: () => Promise.reject(refused),
      classify: (error) =>
        error === refused
          ? { code: "access-denied", retry: "no", applied: "no", scope: "resource", message: "Denied." }
          : cloud.driver.classify(error),
    });
    const denied = createCrosstag([driver], { clock });
    for (const result of [
      await denied.untagResource({ resources: [key], tagKeys: ["nope"] }),
      await denied.tagResource({ resources: [key], tags: { a: "1" } }),
    ]) {
      expect(result.outcomes).toMatchObject([{ status: "changed", read: false }]);
      expect(result.warnings).toMatchObject([{ rule: "crosstag.not-read" }]);
    }
  });

  it("refuses what the cloud cannot do for a kind, with the cloud's reason", async () => {
    const { cloud, crosstag } = open();
    const certificate = cloud.scene.create("certificate", { tags });
    await expect(crosstag.untagResource({ resources: [certificate], all: true })).rejects.toMatchObject({
      violations: [{ rule: "crosstag.unsupported", message: expect.stringContaining("does not show them") }],
    });
    expect(cloud.log.calls()).toBe(0);
  });
});

describe("several clouds in one request", () => {
  it("routes every reference to its cloud and answers as one, in the order given", async () => {
    const clock = createVirtualClock();
    const [one, two] = [
      createMemoryCloud({ ...BATCHED_SHAPE, clock, region: "one" }),
      createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, region: "two" }),
    ];
    const crosstag = createCrosstag([one.driver, two.driver], { clock });
    const resources = [
      two.scene.create("key", { tags }),
      one.scene.create("secret", { tags }),
      two.scene.create("key", { tags }),
    ];
    const result = await crosstag.untagResource({ resources, tagKeys: ["a"] });
    expect(result.outcomes.map(({ reference, status }) => [reference, status])).toEqual(
      resources.map((reference) => [reference, "changed"]),
    );
    expect([one.log.calls("removeTags"), two.log.calls("removeTags")]).toEqual([1, 2]);
    const listed = [];
    for await (const entry of crosstag.listTags({ resources })) listed.push(entry);
    expect(listed.map((entry) => [entry.reference, entry.status === "read" && entry.tags])).toEqual(
      resources.map((reference) => [reference, { b: "2", c: "3", d: "4" }]),
    );
  });

  it("refuses a bare id that could belong to either, and a region that none serves", async () => {
    const [one, two] = [createMemoryCloud({ region: "one" }), createMemoryCloud({ region: "two" })];
    const crosstag = createCrosstag([one.driver, two.driver]);
    await expect(
      crosstag.untagResource({ resources: ["key-000001", "mem:kms:three:1000:key/key-000001"], tagKeys: ["a"] }),
    ).rejects.toMatchObject({
      violations: [
        { message: expect.stringContaining("does not identify its cloud") },
        { message: expect.stringContaining("Configured for this cloud: 1000/one, 1000/two") },
      ],
    });
  });

  it("says of a name that only its account is wrong, whatever other clouds there are", async () => {
    const crosstag = createCrosstag([
      createMemoryCloud({ region: "one" }).driver,
      createMemoryCloud({ region: "two" }).driver,
    ]);
    await expect(
      crosstag.untagResource({ resources: ["mem:kms:two:2000:key/key-000001"], tagKeys: ["a"] }),
    ).rejects.toMatchObject({ violations: [{ message: expect.stringContaining("is of account 2000, but") }] });
  });

  it("names no single account in place of a wrong one if several are configured", async () => {
    const crosstag = createCrosstag([
      createMemoryCloud({ account: "1000" }).driver,
      createMemoryCloud({ account: "3000" }).driver,
    ]);
    const { scope } = createMemoryCloud().driver;
    await expect(
      crosstag.untagResource({ resources: [`mem:kms:${scope.region}:2000:key/key-000001`], tagKeys: ["a"] }),
    ).rejects.toMatchObject({
      violations: [
        {
          message: expect.stringMatching(
            /is of account 2000, which no configured cloud serves\. Configured for this cloud: 1000\/\S+, 3000\//,
          ),
          fix: expect.stringContaining("or name a resource of an account that is configured."),
        },
      ],
    });
  });

  it("refuses two drivers for the same place, and none at all", () => {
    expect(() => createCrosstag([createMemoryCloud().driver, createMemoryCloud().driver])).toThrow(
      "Two configured clouds have the same scope",
    );
    expect(() => createCrosstag([])).toThrow("No cloud is configured");
  });

  it("refuses a driver of another contract", () => {
    const driver = { ...createMemoryCloud().driver, contract: "crosstag/9" as "crosstag/1" };
    expect(() => createCrosstag([driver])).toThrow(/written for contract "crosstag\/9"/);
  });
});

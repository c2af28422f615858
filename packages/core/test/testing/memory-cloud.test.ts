import { driverMethod } from "../../src/driver.ts";
import { describe, expect, it } from "vitest";
import { createCrosstag } from "../../src/index.ts";
import {
  BATCHED_SHAPE,
  createMemoryCloud,
  createVirtualClock,
  MemoryCloudError,
  ONE_BY_ONE_SHAPE,
} from "../../src/testing.ts";
import type { MemoryCloudOptions } from "../../src/testing.ts";

function setUp(options: MemoryCloudOptions = {}) {
  const cloud = createMemoryCloud(options);
  const { driver } = cloud;
  const context = { signal: new AbortController().signal, timeoutMs: 1_000 };
  const reference = (text: string) => {
    const parsed = driver.references.parse(text, driver.scope);
    if (!("reference" in parsed)) throw new Error(parsed.problem);
    return parsed.reference;
  };
  const write = (texts: readonly string[], tags: Record<string, string> = { team: "payments" }) =>
    driverMethod(driver, "writeTags")(
      { kind: "key", resources: texts.map(reference), tags: new Map(Object.entries(tags)) },
      context,
    );
  const read = async (text: string) =>
    (await driver.readTags({ kind: "key", resources: [reference(text)] }, context)).rows.map(({ key }) => key);
  return { ...cloud, context, reference, write, read };
}

describe("createMemoryCloud", () => {
  it("refuses more than a call takes, with an error of its own kind", async () => {
    const { scene, write } = setUp({ resourcesPerCall: 2, tagsPerCall: 1 });
    const texts = [scene.create("key"), scene.create("key"), scene.create("key")];
    await expect(write(texts)).rejects.toBeInstanceOf(MemoryCloudError);
    await expect(write(texts.slice(1), { a: "1", b: "2" })).rejects.toMatchObject({ code: "CallTooLarge" });
    await expect(write([])).rejects.toMatchObject({ code: "CallTooLarge" });
    await expect(write(texts.slice(1))).resolves.toHaveProperty("requestId");
  });

  it.each([
    ["refuse-call", {}],
    ["apply-others", { team: "payments" }],
  ] as const)("handles a bad resource in a batch as configured: %s", async (badResourceInBatch, expected) => {
    const { scene, truth, write } = setUp({ resourcesPerCall: 3, badResourceInBatch });
    const good = [scene.create("key"), scene.create("key")] as const;
    await expect(write([good[0], scene.unknownReference("key"), good[1]])).rejects.toMatchObject({
      code: "ResourceNotFound",
    });
    expect(truth.tagsOf(good[0])).toEqual(expected);
    expect(truth.tagsOf(good[1])).toEqual(expected);
  });

  it("shows a write to readers only after it has spread", async () => {
    const clock = createVirtualClock();
    const { scene, truth, write, read } = setUp({ clock, propagationMs: 3_000 });
    const text = scene.create("key", { tags: { old: "1" } });
    await write([text]);
    expect(truth.tagsOf(text)).toEqual({ old: "1", team: "payments" });
    expect(await read(text)).toEqual(["old"]);
    await clock.sleep(2_999);
    expect(await read(text)).toEqual(["old"]);
    await clock.sleep(1);
    expect(await read(text)).toEqual(["old", "team"]);
  });

  it("enforces its quotas over its clock, each for itself", async () => {
    const clock = createVirtualClock();
    const { scene, write, read, log } = setUp({ ...ONE_BY_ONE_SHAPE, clock, enforceQuotas: true });
    const text = scene.create("key");
    for (let call = 0; call < 10; call += 1) await write([text]);
    await expect(write([text])).rejects.toMatchObject({ code: "Throttled" });
    await read(text);
    await clock.sleep(100);
    await write([text]);
    await expect(write([text])).rejects.toMatchObject({ code: "Throttled" });
    expect(log.requests.filter(({ refusedWith }) => refusedWith === "Throttled")).toHaveLength(2);
  });

  it("counts calls under way and writes that overlap on a resource", async () => {
    const clock = createVirtualClock();
    const { scene, write, log } = setUp({ clock, latencyMs: 50 });
    const [one, other] = [scene.create("key"), scene.create("key")];
    await Promise.all([write([one]), write([other])]);
    expect([log.peak, log.overlappingWrites]).toEqual([2, 0]);
    await Promise.all([write([one]), write([one])]);
    expect([log.peak, log.overlappingWrites]).toEqual([2, 1]);
    expect(clock.now()).toBe(100);
  });

  it("keeps its own tags out of the count and out of a removal of all", async () => {
    const { scene, truth, reference, context, driver, write } = setUp();
    const own = { "mem:owner": "cloud" };
    const text = scene.create("key", {
      tags: { ...own, ...Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`t${index}`, "v"])) },
    });
    await write([text], { last: "v" });
    await expect(write([text], { more: "v" })).rejects.toMatchObject({ code: "TagLimitExceeded" });
    await driverMethod(driver, "removeTags")({ kind: "key", resources: [reference(text)], tagKeys: "all" }, context);
    expect(truth.tagsOf(text)).toEqual(own);
  });

  it("gives a page only to the call that it belongs to", async () => {
    const { scene, driver, reference, context } = setUp({ rowsPerPage: 1 });
    const [one, other] = [
      scene.create("key", { tags: { a: "1", b: "2" } }),
      scene.create("key", { tags: { a: "1", b: "2" } }),
    ];
    const { next = "" } = await driver.readTags({ kind: "key", resources: [reference(one)] }, context);
    await expect(
      driver.readTags({ kind: "key", resources: [reference(other)], cursor: next }, context),
    ).rejects.toMatchObject({ code: "CursorInvalid" });
  });

  it("runs 200 keys at the pace of its quota in simulated time", async () => {
    const clock = createVirtualClock();
    const { scene, driver, log } = setUp({ ...ONE_BY_ONE_SHAPE, clock, latencyMs: 20, enforceQuotas: true });
    const crosstag = createCrosstag([driver], { clock });
    const resources = Array.from({ length: 200 }, () => scene.create("key"));
    const { counts } = await crosstag.tagResource({ resources, tags: { team: "payments" } });
    expect(counts.changed).toBe(200);
    expect(log.calls("writeTags")).toBeLessThanOrEqual(204);
    expect(clock.now()).toBeLessThanOrEqual(20_000 * 1.05);
    expect(log.overlappingWrites).toBe(0);
  });

  it("reads and removes in few calls if calls are large", async () => {
    const { scene, driver, log, truth } = setUp(BATCHED_SHAPE);
    const crosstag = createCrosstag([driver], { pacing: "off" });
    const resources = Array.from({ length: 119 }, () => scene.create("key", { tags: { a: "1", b: "2", c: "3" } }));
    const unknown = scene.unknownReference("key");
    const { outcomes } = await crosstag.untagResource({
      resources: resources.toSpliced(7, 0, unknown),
      tagKeys: ["a", "b", "c"],
    });
    expect(outcomes.filter(({ status }) => status !== "changed").map(({ resource }) => resource)).toEqual([unknown]);
    expect(resources.every((text) => Object.keys(truth.tagsOf(text)).length === 0)).toBe(true);
    expect(log.calls("removeTags")).toBeLessThanOrEqual(3 + 2 * 6);
  });
});

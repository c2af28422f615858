import { CrosstagError, type ResourceTags } from "@crosstag/core";
import { describe, expect, test } from "vitest";
import { firstCode, named, openTwoClouds } from "./two-clouds.ts";

/*
 * What a naive adapter for Alibaba Cloud KMS gets wrong and the engine has to get right, over the real SDK and a local
 * cloud. Numbers are those of the list of traps in the project's notes on Alibaba Cloud KMS.
 */

const manyTags = (count: number, prefix = "key") =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}-${index}`, String(index)]));

async function read(tags: AsyncIterable<ResourceTags>): Promise<readonly ResourceTags[]> {
  const all: ResourceTags[] = [];
  for await (const one of tags) all.push(one);
  return all;
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return CrosstagError.is(error) ? error.code : String(error);
}

describe("Alibaba trap 6: every tag is removed only if the request says so", () => {
  test("an empty list of keys is refused without a call", async () => {
    await using scene = await openTwoClouds();
    const { keys, requests } = scene.clouds.alibaba;
    const resources = [keys.createKey({ tags: { team: "a" } }).arn];
    for (const request of [{}, { tagKeys: [] }, { tagKeys: [""] }, { tagKeys: ["team"], all: true }]) {
      expect(await codeOf(scene.crosstag.untagResource({ resources, ...request }))).toBe("invalid-request");
    }
    expect(requests.count()).toBe(0);
    expect(keys.tagsOf(resources[0] ?? "")).toEqual({ team: "a" });
  });

  test("a list of reserved keys, skipped, does not become an empty one", async () => {
    await using scene = await openTwoClouds();
    const { keys, requests } = scene.clouds.alibaba;
    const resources = [keys.createKey({ tags: { team: "a", "acs:made": "cloud" } }).arn];
    const { outcomes } = await scene.crosstag.untagResource({ resources, tagKeys: ["acs:made"], reserved: "skip" });
    expect(outcomes).toMatchObject([{ status: "skipped", reason: "only-reserved-tags" }]);
    expect(requests.count("UntagResources")).toBe(0);
    expect(keys.tagsOf(resources[0] ?? "")).toEqual({ team: "a", "acs:made": "cloud" });
  });

  test("said with `all`, it is one call for 50 keys, and the cloud's own tags stay", async () => {
    await using scene = await openTwoClouds();
    const { keys, requests } = scene.clouds.alibaba;
    const resources = keys.addMany(50, { tags: { ...manyTags(20), "acs:made": "cloud" } }).map(({ arn }) => arn);
    const { counts } = await scene.crosstag.untagResource({ resources, all: true });
    expect(counts.changed).toBe(50);
    expect(requests.count("UntagResources")).toBe(1);
    for (const arn of resources) expect(keys.tagsOf(arn)).toEqual({ "acs:made": "cloud" });
  });
});

describe("Alibaba trap 8: a refused batch says nothing of its resources", () => {
  test.each(["all-or-nothing", "applies-preceding"] as const)(
    "%s: the bad ones are found by halving, the others are changed, each once in the answer",
    async (batchAtomicity) => {
      await using scene = await openTwoClouds({
        alibaba: { settings: { batchAtomicity } },
        settings: { alibaba: { assumptions: { refusedBatchIsUnchanged: batchAtomicity === "all-or-nothing" } } },
        engine: { settleTimeoutMs: 400 },
      });
      const { keys } = scene.clouds.alibaba;
      const good = keys.addMany(47).map(({ arn }) => arn);
      const pending = keys.createKey({ state: "PendingDeletion" }).arn;
      const full = keys.createKey({ tags: manyTags(20, "full") }).arn;
      const unknown = `${full.slice(0, -4)}0000`;
      const resources = [...good.slice(0, 10), pending, ...good.slice(10, 30), unknown, ...good.slice(30), full];
      const { outcomes, counts } = await scene.crosstag.tagResource({
        resources,
        tags: { team: "payments" },
        readFirst: false,
      });
      expect(counts).toEqual({ changed: 47, failed: 3, unchanged: 0, skipped: 0, unknown: 0 });
      expect(outcomes.map(({ resource }) => resource)).toEqual(resources);
      expect(
        outcomes.flatMap((outcome) => ("error" in outcome ? [[outcome.resource, outcome.error.code]] : [])),
      ).toEqual([
        [pending, "invalid-state"],
        [unknown, "not-found"],
        [full, "limit-exceeded"],
      ]);
      for (const arn of good) expect(keys.tagsOf(arn)).toEqual({ team: "payments" });
      expect(keys.tagsOf(full)).toEqual(manyTags(20, "full"));
    },
  );

  test("a batch whose answer was lost is settled for each resource by reading", async () => {
    await using scene = await openTwoClouds({
      engine: { retry: { transientAttempts: 1, throttledAttempts: 1, baseDelayMs: 0, maximumDelayMs: 0 } },
    });
    const { faults, keys, requests } = scene.clouds.alibaba;
    const resources = keys.addMany(50, { tags: { team: "a" } }).map(({ arn }) => arn);
    faults.add({ kind: "unreadable-success", operation: "UntagResources" });
    const { counts } = await scene.crosstag.untagResource({ resources, tagKeys: ["team"], readFirst: false });
    expect(counts.changed).toBe(50);
    expect([requests.count("UntagResources"), requests.count("ListTagResources")]).toEqual([1, 1]);
  });
});

describe("Alibaba trap 12: the SDKs never retry, so the engine does", () => {
  test("throttled and failed writes are made again until they succeed", async () => {
    await using scene = await openTwoClouds();
    const { faults, keys, requests } = scene.clouds.alibaba;
    const { arn } = keys.createKey();
    faults.add({ kind: "throttle", times: 2 });
    faults.add({ kind: "server-error-json", times: 1 });
    faults.add({ kind: "reset-after-applying", times: 1 });
    const { outcomes } = await scene.crosstag.tagResource({ resources: [arn], tags: { team: "a" }, readFirst: false });
    expect(outcomes).toMatchObject([{ status: "changed", attempts: 5 }]);
    expect(requests.count("TagResources")).toBe(5);
  });

  test("the removal of key material is not repeated once it may have worked, but is looked into", async () => {
    await using scene = await openTwoClouds();
    const { faults, keys, requests } = scene.clouds.alibaba;
    const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
    faults.add({ kind: "reset-after-applying", operation: "DeleteKeyMaterial" });
    const { outcome, after } = await scene.crosstag.deleteKeyMaterial({ resource: arn, confirm: keyId });
    expect([outcome.status, after?.state, requests.count("DeleteKeyMaterial")]).toEqual([
      "changed",
      "pending-import",
      1,
    ]);
  });
});

describe("Alibaba trap 19: rows are flat, 200 a page, and a resource without tags gives none", () => {
  test("50 keys with 20 tags are 5 pages, and complete", async () => {
    await using scene = await openTwoClouds();
    const { keys, requests } = scene.clouds.alibaba;
    const resources = keys.addMany(50, { tags: manyTags(20) }).map(({ arn }) => arn);
    const all = await read(scene.crosstag.listTags({ resources }));
    expect(all.map(({ resource }) => resource)).toEqual(resources);
    for (const one of all) expect(one).toMatchObject({ status: "read", tags: manyTags(20) });
    expect(requests.count("ListTagResources")).toBe(5);
  });

  test("a key without tags is distinguished from one that does not exist", async () => {
    await using scene = await openTwoClouds();
    const { keys } = scene.clouds.alibaba;
    const empty = keys.createKey().arn;
    const unknown = `${empty.slice(0, -4)}0000`;
    expect(await read(scene.crosstag.listTags({ resources: [unknown, empty] }))).toMatchObject([
      { status: "failed", resource: unknown, error: { code: "not-found" } },
      { status: "read", resource: empty, tags: {} },
    ]);
  });
});

describe("Alibaba trap 20: one quota for all who write in the account", () => {
  test("tagging, untagging and deleting material share one pace, and none is throttled", async () => {
    await using scene = await openTwoClouds({
      alibaba: { quotas: { modify: 40 }, quotaBurstSeconds: 0.25 },
      settings: { alibaba: { quotas: { modify: 40, query: 50 } } },
    });
    const { certificates, keys, requests } = scene.clouds.alibaba;
    const material = keys.createKey({ origin: "EXTERNAL" });
    const one = Array.from({ length: 25 }, () => certificates.create().arn);
    const other = Array.from({ length: 25 }, () => certificates.create({ team: "a" }).arn);
    const [tagged, untagged, deleted] = await Promise.all([
      scene.crosstag.tagResource({ resources: one, tags: { team: "a" }, readFirst: false }),
      scene.crosstag.untagResource({ resources: other, tagKeys: ["team"] }),
      scene.crosstag.deleteKeyMaterial({ resource: material.arn, confirm: material.keyId }),
    ]);
    expect([tagged.counts.changed, untagged.counts.changed, deleted.outcome.status]).toEqual([25, 25, "changed"]);
    expect(requests.entries.filter(({ errorCode }) => errorCode !== undefined)).toEqual([]);
  });

  test("what others spend slows the pace, whichever of its errors the cloud answers", async () => {
    for (const throttlingCode of ["Rejected.Throttling", "Throttling.User"] as const) {
      await using scene = await openTwoClouds({
        alibaba: { quotas: { modify: 60 }, quotaBurstSeconds: 0.1, settings: { throttlingCode } },
        settings: { alibaba: { quotas: { modify: 60 } } },
      });
      const { certificates, quota, requests } = scene.clouds.alibaba;
      quota.spend("modify", 30);
      const resources = Array.from({ length: 40 }, () => certificates.create().arn);
      const { counts, outcomes } = await scene.crosstag.tagResource({
        resources,
        tags: { team: "a" },
        readFirst: false,
      });
      expect(named(outcomes, "failed")).toEqual([]);
      expect(counts.changed).toBe(40);
      expect(requests.entries.some(({ errorCode }) => errorCode === throttlingCode)).toBe(true);
    }
  });
});

test("Alibaba trap 4: more tags than a call takes are split, more than a resource takes are refused", async () => {
  await using scene = await openTwoClouds();
  const { certificates, keys, requests } = scene.clouds.alibaba;
  const certificate = certificates.create().arn;
  const key = keys.createKey().arn;
  const { counts } = await scene.crosstag.tagResource({
    resources: [certificate, key],
    tags: manyTags(20),
    readFirst: false,
  });
  expect(counts.changed).toBe(2);
  expect([requests.count("TagResource"), requests.count("TagResources")]).toEqual([2, 1]);
  expect([certificates.tagsOf(certificate), keys.tagsOf(key)]).toEqual([manyTags(20), manyTags(20)]);
  expect(await codeOf(scene.crosstag.tagResource({ resources: [key], tags: manyTags(21) }))).toBe("invalid-request");
  const { outcomes } = await scene.crosstag.tagResource({ resources: [key], tags: { "one-more": "v" } });
  expect(firstCode(outcomes)).toBe("limit-exceeded");
});

test("Alibaba trap 24: the largest batch that the rules allow arrives whole", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.alibaba;
  const resources = keys.addMany(50).map(({ arn }) => arn);
  // Of characters that take three bytes each once they are escaped.
  const tags = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`${"/".repeat(126)}${String(index).padStart(2, "0")}`, "=".repeat(128)]),
  );
  const { counts } = await scene.crosstag.tagResource({ resources, tags, readFirst: false });
  expect([counts.changed, requests.count("TagResources")]).toEqual([50, 1]);
  for (const arn of resources) expect(keys.tagsOf(arn)).toEqual(tags);
});

import { describe, expect, test } from "vitest";
import { named, openTwoClouds } from "./two-clouds.ts";

const TAGS = { team: "payments", stage: "test", owner: "nobody", kept: "yes" };
const TAG_KEYS = ["team", "stage", "owner"];

describe("removing 3 tags from each of 120 keys", () => {
  test("takes 3 calls on Alibaba Cloud, besides the one that identifies the account", async () => {
    await using scene = await openTwoClouds();
    const { keys, requests } = scene.clouds.alibaba;
    const resources = keys.addMany(120, { tags: TAGS }).map(({ arn }) => arn);
    const { outcomes, counts, calls } = await scene.crosstag.untagResource({
      resources,
      tagKeys: TAG_KEYS,
      readFirst: false,
    });
    expect(counts).toEqual({ changed: 120, unchanged: 0, skipped: 0, failed: 0, unknown: 0 });
    expect(outcomes.map(({ resource }) => resource)).toEqual(resources);
    expect([requests.count("UntagResources"), requests.count("GetCallerIdentity"), requests.count()]).toEqual([
      3, 1, 4,
    ]);
    expect(calls).toEqual({ removeTags: 3 });
    for (const { arn } of keys.list()) expect(keys.tagsOf(arn)).toEqual({ kept: "yes" });
  });

  test("with one unknown id among the first 50 untags the other 119, and names that one", async () => {
    await using scene = await openTwoClouds();
    const { keys, requests, region, account } = scene.clouds.alibaba;
    const known = keys.addMany(119, { tags: TAGS }).map(({ arn }) => arn);
    const unknown = `acs:kms:${region}:${account}:key/key-000000000000`;
    const resources = known.toSpliced(17, 0, unknown);
    const { outcomes, counts } = await scene.crosstag.untagResource({ resources, tagKeys: TAG_KEYS, readFirst: false });
    expect(counts).toMatchObject({ changed: 119, failed: 1 });
    expect(named(outcomes, "failed")).toEqual([unknown]);
    expect(outcomes[17]).toMatchObject({
      reference: unknown,
      error: { code: "not-found", providerCode: "InvalidResourceId.NotFound" },
    });
    for (const arn of known) expect(keys.tagsOf(arn)).toEqual({ kept: "yes" });
    // 3 batches, and for the refused one two halves at each of the 6 depths to one in 50.
    expect(requests.count("UntagResources")).toBeLessThanOrEqual(3 + 2 * Math.ceil(Math.log2(50)));
  });

  test("takes 120 calls on AWS, at the quota's pace, and none is throttled", async () => {
    // A bucket of 10: a client that does not pace itself is throttled at once.
    await using scene = await openTwoClouds({
      aws: { quotas: { UntagResource: 100 }, quotaBurstSeconds: 0.1 },
      settings: { aws: { quotas: { UntagResource: 100 } } },
    });
    const { keys, requests } = scene.clouds.aws;
    const resources = keys.addMany(120, { tags: TAGS }).map(({ arn }) => arn);
    const startedAt = Date.now();
    const { counts } = await scene.crosstag.untagResource({ resources, tagKeys: TAG_KEYS, readFirst: false });
    const elapsedMs = Date.now() - startedAt;
    expect(counts.changed).toBe(120);
    // Besides the question whose credentials these are.
    const asked = requests.count() - requests.count("GetCallerIdentity");
    expect([requests.count("UntagResource"), asked]).toEqual([120, 120]);
    expect(requests.entries.filter(({ errorCode }) => errorCode !== undefined)).toEqual([]);
    // 120 calls at 100 a second; the upper bound only says that it does not crawl.
    expect(elapsedMs).toBeGreaterThan(1_100);
    expect(elapsedMs).toBeLessThan(60_000);
    for (const { arn } of keys.list()) expect(keys.tagsOf(arn)).toEqual({ kept: "yes" });
  });
});

describe("a quota that is tighter than what is in flight", () => {
  const QUOTAS = {
    aws: { quotas: { TagResource: 100 }, quotaBurstSeconds: 0.1 },
    settings: { aws: { quotas: { TagResource: 100 } } },
  };

  test("with 16 calls in flight no key fails, and at most 1.02 calls are made per key", async () => {
    await using scene = await openTwoClouds({ ...QUOTAS, engine: { maximumConcurrentCalls: 16 } });
    const { keys, requests } = scene.clouds.aws;
    const resources = keys.addMany(200).map(({ arn }) => arn);
    const { counts } = await scene.crosstag.tagResource({ resources, tags: { team: "payments" }, readFirst: false });
    expect(counts.changed).toBe(200);
    expect(requests.count("TagResource")).toBeLessThanOrEqual(204);
  });

  test("of which others eat half: the pace gives way, and no key fails", async () => {
    await using scene = await openTwoClouds(QUOTAS);
    const { keys, quota, requests } = scene.clouds.aws;
    quota.spend("TagResource", 50);
    const resources = keys.addMany(100).map(({ arn }) => arn);
    const { counts } = await scene.crosstag.tagResource({ resources, tags: { team: "payments" }, readFirst: false });
    expect(counts.changed).toBe(100);
    const throttled = requests.entries.filter(({ errorCode }) => errorCode === "ThrottlingException").length;
    expect(throttled).toBeGreaterThan(0);
    // Each throttled answer costs one call more, and slowing down keeps them few.
    expect(throttled).toBeLessThan(40);
    const rates = scene.events.flatMap((event) => (event.type === "call-throttled" ? [event.requestsPerSecond] : []));
    expect(Math.min(...rates)).toBeLessThan(75);
  });
});

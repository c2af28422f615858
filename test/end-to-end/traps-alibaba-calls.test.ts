import { describe, expect, test } from "vitest";
import { firstCode, openTwoClouds, readOne, refusalOf } from "./two-clouds.ts";

/*
 * More of what a naive adapter gets wrong, on Alibaba Cloud KMS. Numbers are those of the list of traps in the project's notes.
 */

test("Alibaba trap 7: tags of the cloud are never sent, and never shown as the user's", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.alibaba;
  const system = { "acs:made-by": "cloud", "aliyun-made-by": "cloud" };
  const resources = [keys.createKey({ tags: { ...system, team: "a" } }).arn];
  for (const key of [...Object.keys(system), "http://a", "https://a"]) {
    for (const attempt of [
      scene.crosstag.tagResource({ resources, tags: { [key]: "mine", stage: "b" } }),
      scene.crosstag.untagResource({ resources, tagKeys: [key, "team"] }),
    ]) {
      expect((await refusalOf(attempt)).violations.map((found) => [found.key, found.severity])).toContainEqual([
        key,
        "error",
      ]);
    }
  }
  expect(requests.count()).toBe(0);
  expect(await readOne(scene.crosstag.listTags({ resources }))).toHaveProperty("tags", { team: "a" });
  const whole = await readOne(scene.crosstag.listTags({ resources, includeReserved: true }));
  expect(whole).toHaveProperty("tags", { ...system, team: "a" });
  const { counts } = await scene.crosstag.tagResource({
    resources,
    tags: { "acs:made-by": "mine", "aliyun-made-by": "mine", stage: "b" },
    reserved: "skip",
  });
  expect([counts.changed, keys.tagsOf(resources[0] ?? "")]).toEqual([1, { ...system, team: "a", stage: "b" }]);
});

test("Alibaba trap 8: with the default assumption, too, a partly applied batch is reported correctly", async () => {
  await using scene = await openTwoClouds({ alibaba: { settings: { batchAtomicity: "applies-preceding" } } });
  const { keys } = scene.clouds.alibaba;
  const good = keys.addMany(20, { tags: { team: "a" } }).map(({ arn }) => arn);
  const pending = keys.createKey({ state: "PendingDeletion", tags: { team: "a" } }).arn;
  const resources = good.toSpliced(13, 0, pending);
  const tagged = await scene.crosstag.tagResource({ resources, tags: { stage: "b" }, readFirst: false });
  const untagged = await scene.crosstag.untagResource({ resources, tagKeys: ["team"] });
  for (const { counts, outcomes } of [tagged, untagged]) {
    expect(counts).toMatchObject({ changed: 20, failed: 1 });
    expect(outcomes[13]).toMatchObject({ resource: pending, error: { code: "invalid-state" } });
  }
  for (const arn of good) expect(keys.tagsOf(arn)).toEqual({ stage: "b" });
  expect(keys.tagsOf(pending)).toEqual({ team: "a" });
});

describe("Alibaba trap 13: the deadline of a call is one's own", () => {
  test("it ends a call that is not answered, on a connection used before as on a new one", async () => {
    await using scene = await openTwoClouds({
      engine: {
        settleTimeoutMs: 1,
        retry: { transientAttempts: 1, throttledAttempts: 1, baseDelayMs: 0, maximumDelayMs: 0 },
      },
    });
    const { faults, keys } = scene.clouds.alibaba;
    const { arn } = keys.createKey();
    const request = { resources: [arn], tags: { team: "a" }, readFirst: false };
    for (const used of [false, true]) {
      faults.clear();
      if (used) await scene.crosstag.tagResource(request);
      faults.add({ kind: "delay", delayMs: 60_000, operation: "TagResources" });
      const startedAt = performance.now();
      const { outcomes } = await scene.crosstag.tagResource(
        { ...request, tags: { team: "b" } },
        { callTimeoutMs: 100 },
      );
      expect(firstCode(outcomes)).toBe("deadline-exceeded");
      // Long before the answer comes, on a busy machine too.
      expect(performance.now() - startedAt).toBeLessThan(30_000);
    }
  });

  test("and nothing shorter ends it: an answer that takes longer than the SDK's 3 seconds is waited for", async () => {
    await using scene = await openTwoClouds();
    const { faults, keys, requests } = scene.clouds.alibaba;
    const { arn } = keys.createKey();
    faults.add({ kind: "delay", delayMs: 3_500, operation: "TagResources" });
    const { outcomes } = await scene.crosstag.tagResource({ resources: [arn], tags: { team: "a" }, readFirst: false });
    expect(outcomes).toMatchObject([{ status: "changed", attempts: 1 }]);
    expect(requests.count("TagResources")).toBe(1);
  });
});

test("Alibaba trap 17: a key that waits for its deletion loses its material and keeps its state, and what cannot be undone is said before", async () => {
  await using scene = await openTwoClouds({ engine: { settleTimeoutMs: 5_000 } });
  const { keys, requests } = scene.clouds.alibaba;
  const { arn, keyId } = keys.createKey({ origin: "EXTERNAL", state: "PendingDeletion" });
  const { consequences } = await scene.crosstag.inspectKeyMaterial({ resource: arn });
  expect(consequences).toContainEqual(expect.stringContaining("Only importing the same material"));
  expect(consequences).toContainEqual(expect.stringContaining("stays scheduled for deletion"));
  const { after, outcome } = await scene.crosstag.deleteKeyMaterial({ resource: arn, confirm: keyId });
  // In this state the cloud does not show whether the material is there.
  expect(consequences).toContainEqual(expect.stringContaining("the outcome will be unknown"));
  expect([outcome.status, after?.state]).toEqual(["unknown", "pending-deletion"]);
  expect(keys.describe(arn)).toMatchObject({ state: "PendingDeletion", hasMaterial: false });
  // Two looks before, for the two requests, and one after: nothing more would show.
  expect(requests.count("DescribeKey")).toBe(3);
  const own = keys.createKey();
  const refused = await refusalOf(scene.crosstag.deleteKeyMaterial({ resource: own.arn, confirm: own.keyId }));
  expect([refused.code, requests.count("DeleteKeyMaterial")]).toEqual(["unsupported", 1]);
});

test("Alibaba trap 18: tags are removed in every state except PendingDeletion, which is named", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.alibaba;
  const tags = { team: "a" };
  const resources = [
    keys.createKey({ tags, state: "Disabled" }).arn,
    keys.createKey({ tags, state: "PendingDeletion" }).arn,
    keys.createKey({ tags, state: "PendingImport", origin: "EXTERNAL" }).arn,
  ];
  const { outcomes } = await scene.crosstag.untagResource({ resources, tagKeys: ["team"] });
  expect(outcomes.map((outcome) => ("error" in outcome ? outcome.error.code : outcome.status))).toEqual([
    "changed",
    "invalid-state",
    "changed",
  ]);
  expect(resources.map((arn) => keys.tagsOf(arn))).toEqual([{}, tags, {}]);
  expect(outcomes[1]).toMatchObject({ error: { providerCode: "Rejected.PendingDeletion", retry: "no" } });
  // The batch of 3, and a call for each half and quarter of it; none is made again.
  expect(requests.count("UntagResources")).toBe(5);
});

test("Alibaba trap 21: a value is overwritten in place and nothing else is touched, so that no policy on tags has a gap", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.alibaba;
  const resources = keys.addMany(3, { tags: { team: "a", stage: "test" } }).map(({ arn }) => arn);
  await scene.crosstag.tagResource({ resources, tags: { team: "b" } });
  await scene.crosstag.tagResource({ resources, tags: { team: "b" } });
  await scene.crosstag.tagResource({ resources, tags: { team: "c" }, dryRun: true });
  expect([requests.count("TagResources"), requests.count("UntagResources")]).toEqual([1, 0]);
  for (const arn of resources) expect(keys.tagsOf(arn)).toEqual({ team: "b", stage: "test" });
});

test("Alibaba trap 22: a resource under both of its names is one, written once", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.alibaba;
  const { arn } = keys.createKey();
  const { outcomes } = await scene.crosstag.tagResource({ resources: [arn, `arn:${arn}`], tags: { team: "a" } });
  expect(outcomes).toMatchObject([{ status: "changed", reference: arn }]);
  expect(requests.count("TagResources")).toBe(1);
  expect(keys.tagsOf(arn)).toEqual({ team: "a" });
});

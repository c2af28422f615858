import { describe, expect, it } from "vitest";
import { openTwoClouds } from "./two-clouds.ts";

const UNKNOWN_KEY = "key-hzz99999999999999";

describe("a resource that is not there is never reported as done, where the cloud's reads are silent about it", () => {
  it.each([
    ["readFirst", { readFirst: true }, { tagKeys: ["team"] }],
    ["a dry run of all", { dryRun: true }, { all: true }],
    ["a dry run", { dryRun: true }, { tagKeys: ["team"] }],
  ])("untagging with %s", async (_, options, what) => {
    await using scene = await openTwoClouds();
    const { region, account } = scene.clouds.alibaba;
    const resources = [`acs:kms:${region}:${account}:key/${UNKNOWN_KEY}`];
    const { outcomes } = await scene.crosstag.untagResource({ resources, ...what, ...options });
    expect(outcomes[0]).toMatchObject({ status: "failed", error: { code: "not-found" } });
  });

  it("a dry run of tagging", async () => {
    await using scene = await openTwoClouds();
    const { region, account } = scene.clouds.alibaba;
    const resources = [`acs:kms:${region}:${account}:secret/no-such-secret`];
    const { outcomes } = await scene.crosstag.tagResource({ resources, tags: { team: "a" }, dryRun: true });
    expect(outcomes[0]).toMatchObject({ status: "failed", error: { code: "not-found" } });
  });

  it("untagging whose first attempts were lost", async () => {
    await using scene = await openTwoClouds({ engine: { settleTimeoutMs: 200 } });
    const { region, account, faults } = scene.clouds.alibaba;
    const resources = [`acs:kms:${region}:${account}:key/${UNKNOWN_KEY}`];
    for (const [times, status] of [
      [1, "failed"],
      [100, "unknown"],
    ] as const) {
      const disarm = faults.add({ kind: "reset-before-applying", operation: "UntagResources", times });
      const { outcomes } = await scene.crosstag.untagResource({ resources, tagKeys: ["team"], readFirst: false });
      expect(outcomes[0]?.status).toBe(status);
      disarm();
    }
  });
});

describe("deleting material that is gone already", () => {
  it("sends nothing, also where other material of the key is still there", async () => {
    await using scene = await openTwoClouds();
    const { aws } = scene.clouds;
    const { arn, keyId } = aws.keys.createKey({ origin: "EXTERNAL" });
    aws.keys.importMaterial(arn, {});
    const request = { resource: arn, confirm: keyId };
    const first = await scene.crosstag.deleteKeyMaterial(request);
    expect(first.outcome.status).toBe("changed");
    aws.faults.add({ kind: "reset-before-applying", operation: "DeleteImportedKeyMaterial" });
    for (const again of [request, { ...request, ...(first.materialId && { materialId: first.materialId }) }])
      expect((await scene.crosstag.deleteKeyMaterial(again)).outcome.status).toBe("unchanged");
    expect(aws.requests.count("DeleteImportedKeyMaterial")).toBe(1);
    expect(aws.keys.describe(arn).materials.map(({ imported }) => imported)).toEqual([false, true]);
  });
});

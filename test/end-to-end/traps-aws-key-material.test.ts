import { KMSClient, RotateKeyOnDemandCommand } from "@aws-sdk/client-kms";
import { createAwsKmsDriver } from "@crosstag/aws";
import { createCrosstag } from "@crosstag/core";
import type { LocalAws } from "@crosstag/local-clouds";
import { describe, expect, test } from "vitest";
import { denied, interceptAws } from "./intercept-aws.ts";
import { openTwoClouds } from "./two-clouds.ts";

/*
 * More of what a naive adapter gets wrong, about key material on AWS KMS. Numbers are those of the list of traps in the project's notes.
 */

/** Makes the material that waits for rotation current, and the current one an old one, as another program would. */
async function rotate({ endpoint, region, credentials }: LocalAws, arn: string): Promise<void> {
  const client = new KMSClient({ endpoint, region, credentials });
  await client.send(new RotateKeyOnDemandCommand({ KeyId: arn }));
  client.destroy();
}

test("AWS trap 17: a rotation between the look and the call, or between two attempts, changes nothing about what is deleted", async () => {
  await using scene = await openTwoClouds();
  const { faults, keys, requests } = scene.clouds.aws;
  const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
  const seen = keys.describe(arn).materials[0]?.id ?? "";
  const next = keys.importMaterial(arn);
  faults.add({ kind: "throttle", operation: "DeleteImportedKeyMaterial", times: 1 });
  const { materialId, outcome } = await scene.crosstag.deleteKeyMaterial({
    resource: arn,
    confirm: keyId,
    evidence: async ({ phase }) => {
      if (phase === "intent") await rotate(scene.clouds.aws, arn);
    },
  });
  expect([materialId, outcome.status, requests.count("DeleteImportedKeyMaterial")]).toEqual([seen, "changed", 2]);
  expect(keys.describe(arn).materials).toEqual([
    { id: seen, role: "NON_CURRENT", imported: false },
    { id: next, role: "CURRENT", imported: true },
  ]);
});

test.each(["SYMMETRIC_DEFAULT", "RSA_2048", "HMAC_256"])(
  "AWS trap 18: whether %s has material is not decided by the id of the current one",
  async (keySpec) => {
    await using scene = await openTwoClouds();
    const { keys, requests } = scene.clouds.aws;
    const { arn, keyId } = keys.createKey({ origin: "EXTERNAL", keySpec });
    const request = { resource: arn, confirm: keyId };
    expect((await scene.crosstag.inspectKeyMaterial(request)).alreadyGone).toBe(false);
    const first = await scene.crosstag.deleteKeyMaterial(request);
    expect([first.outcome.status, first.after?.state, keys.describe(arn).state]).toEqual([
      "changed",
      "pending-import",
      "PendingImport",
    ]);
    const { alreadyGone, materialId } = await scene.crosstag.inspectKeyMaterial(request);
    expect([alreadyGone, materialId !== undefined]).toEqual([true, keySpec === "SYMMETRIC_DEFAULT"]);
    expect((await scene.crosstag.deleteKeyMaterial(request)).outcome.status).toBe("unchanged");
    expect(requests.count("DeleteImportedKeyMaterial")).toBe(1);
  },
);

describe("AWS trap 19: a material that waits for its rotation", () => {
  test.each([undefined, "reset-after-applying"] as const)(
    "leaves the key working and no trace, which is seen at the first look (fault: %s)",
    async (kind) => {
      await using scene = await openTwoClouds({ engine: { settleTimeoutMs: 5_000 } });
      const { faults, keys, requests } = scene.clouds.aws;
      const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
      const waiting = keys.importMaterial(arn);
      if (kind !== undefined) faults.add({ kind, operation: "DeleteImportedKeyMaterial" });
      const { after, outcome } = await scene.crosstag.deleteKeyMaterial({
        resource: arn,
        confirm: keyId,
        materialId: waiting,
      });
      expect([outcome.status, after?.state, keys.describe(arn).materials.length]).toEqual(["changed", "enabled", 1]);
      // One look before and one after.
      expect([requests.count("DescribeKey"), requests.count("DeleteImportedKeyMaterial")]).toEqual([2, 1]);
    },
  );
});

describe("AWS trap 20: neither PendingImport nor PendingDeletion is taken for a deletion", () => {
  const once = { transientAttempts: 1, throttledAttempts: 1, baseDelayMs: 0, maximumDelayMs: 0 };

  test("a key that lacks one of two materials still has the other, which a lost request leaves in place", async () => {
    await using scene = await openTwoClouds({ engine: { settleTimeoutMs: 200, retry: once } });
    const { faults, keys } = scene.clouds.aws;
    const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
    const old = keys.describe(arn).materials[0]?.id ?? "";
    const current = keys.importMaterial(arn);
    await rotate(scene.clouds.aws, arn);
    await scene.crosstag.deleteKeyMaterial({ resource: arn, confirm: keyId, materialId: old });
    expect(await scene.crosstag.inspectKeyMaterial({ resource: arn })).toMatchObject({
      description: { state: "pending-import" },
      alreadyGone: false,
      materialId: current,
    });
    const disarm = faults.add({ kind: "reset-before-applying", operation: "DeleteImportedKeyMaterial" });
    const lost = await scene.crosstag.deleteKeyMaterial({ resource: arn, confirm: keyId });
    expect([lost.outcome.status, lost.after?.state]).toEqual(["unknown", "pending-import"]);
    disarm();
    const { outcome } = await scene.crosstag.deleteKeyMaterial({ resource: arn, confirm: keyId });
    expect(outcome.status).toBe("changed");
    expect(keys.describe(arn).materials.map(({ imported }) => imported)).toEqual([false, false]);
  });

  test("a key that lacks one of two materials is not called empty when its materials cannot be listed", async () => {
    await using scene = await openTwoClouds({ engine: { settleTimeoutMs: 200, retry: once } });
    const { endpoint, region, credentials, keys } = scene.clouds.aws;
    const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
    const old = keys.describe(arn).materials[0]?.id ?? "";
    const current = keys.importMaterial(arn);
    await rotate(scene.clouds.aws, arn);
    await scene.crosstag.deleteKeyMaterial({ resource: arn, confirm: keyId, materialId: old });
    await using proxy = await interceptAws(endpoint, (operation) =>
      operation === "ListKeyRotations" ? denied(operation) : undefined,
    );
    const driver = await createAwsKmsDriver({ endpoint: proxy.endpoint, region, credentials });
    const crosstag = createCrosstag([driver], { pacing: "off", retry: once, settleTimeoutMs: 200 });
    const inspection = await crosstag.inspectKeyMaterial({ resource: arn });
    expect(inspection).toMatchObject({ alreadyGone: false, materialId: current });
    expect(inspection.consequences.join(" ")).toContain("the outcome will be unknown");
    const { outcome } = await crosstag.deleteKeyMaterial({ resource: arn, confirm: keyId, expected: inspection });
    expect(outcome.status).toBe("unknown");
    expect(keys.describe(arn).materials.map(({ imported }) => imported)).toEqual([false, false]);
    await crosstag.close();
  });

  test("a material that is gone already is not deleted again, whatever else the key has", async () => {
    await using scene = await openTwoClouds();
    const { keys, requests } = scene.clouds.aws;
    const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
    const old = keys.describe(arn).materials[0]?.id ?? "";
    keys.importMaterial(arn);
    await rotate(scene.clouds.aws, arn);
    const request = { resource: arn, confirm: keyId, materialId: old };
    await scene.crosstag.deleteKeyMaterial(request);
    expect((await scene.crosstag.deleteKeyMaterial(request)).outcome.status).toBe("unchanged");
    expect(requests.count("DeleteImportedKeyMaterial")).toBe(1);
  });

  test("a key that waits for its own deletion stays so, and the deletion of its material is not waited for to show", async () => {
    await using scene = await openTwoClouds({ engine: { settleTimeoutMs: 5_000 } });
    const { keys, requests } = scene.clouds.aws;
    const { arn, keyId } = keys.createKey({ origin: "EXTERNAL", state: "PendingDeletion" });
    const { after, outcome } = await scene.crosstag.deleteKeyMaterial({ resource: arn, confirm: keyId });
    // The cloud's default here is to refuse the list of materials, and nothing else shows what became of them.
    expect([outcome.status, after?.state]).toEqual(["unknown", "pending-deletion"]);
    expect(keys.describe(arn)).toMatchObject({ state: "PendingDeletion", materials: [{ imported: false }] });
    expect([requests.count("DescribeKey"), requests.count("DeleteImportedKeyMaterial")]).toEqual([2, 1]);
  });

  test("where such a key's request is lost, it stays unknown", async () => {
    await using scene = await openTwoClouds({ engine: { settleTimeoutMs: 200, retry: once } });
    const { faults, keys } = scene.clouds.aws;
    const { arn, keyId } = keys.createKey({ origin: "EXTERNAL", state: "PendingDeletion" });
    faults.add({ kind: "reset-before-applying", operation: "DeleteImportedKeyMaterial" });
    const { outcome } = await scene.crosstag.deleteKeyMaterial({ resource: arn, confirm: keyId });
    expect([outcome.status, keys.describe(arn).materials[0]?.imported]).toEqual(["unknown", true]);
  });
});

test("AWS trap 21: a disabled key comes back enabled, which is said before and kept in the evidence", async () => {
  await using scene = await openTwoClouds();
  const { keys } = scene.clouds.aws;
  const { arn, keyId } = keys.createKey({ origin: "EXTERNAL", state: "Disabled" });
  const { consequences } = await scene.crosstag.inspectKeyMaterial({ resource: arn });
  expect(consequences).toContainEqual(expect.stringMatching(/disabled now.*it will be enabled/));
  const stateBefore: string[] = [];
  const { before } = await scene.crosstag.deleteKeyMaterial({
    resource: arn,
    confirm: keyId,
    evidence: async (record) => void stateBefore.push(record.stateBefore),
  });
  expect([before.state, ...stateBefore]).toEqual(["disabled", "Disabled", "Disabled"]);
  const enabled = keys.createKey({ origin: "EXTERNAL" }).arn;
  const other = await scene.crosstag.inspectKeyMaterial({ resource: enabled });
  expect(other.consequences.join(" ")).not.toContain("disabled");
});

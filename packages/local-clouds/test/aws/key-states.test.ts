import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  ReplicateKeyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  paginateListKeys,
} from "@aws-sdk/client-kms";
import { randomBytes } from "node:crypto";
import { DeleteImportedKeyMaterialCommand, RotateKeyOnDemandCommand } from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { clientOf, refusal, startAws } from "../support/aws.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { importMaterial } from "../support/wrap-material.ts";

const day = 24 * 60 * 60 * 1000;
const Tags = [{ TagKey: "a", TagValue: "b" }];

test.each(["PendingDeletion", "PendingReplicaDeletion"] as const)(
  "a key in %s can be listed, not tagged or untagged",
  async (state) => {
    const { aws, kms } = await startAws();
    const { keyId, arn } = aws.keys.createKey({ state, tags: { a: "b" } });
    const expected = {
      name: "KMSInvalidStateException",
      message: `${arn} is pending deletion (or pending replica deletion).`,
      status: 400,
    };
    expect(await refusal(kms.send(new TagResourceCommand({ KeyId: keyId, Tags })))).toEqual(expected);
    expect(await refusal(kms.send(new UntagResourceCommand({ KeyId: keyId, TagKeys: ["a"] })))).toEqual(expected);
    expect((await kms.send(new ListResourceTagsCommand({ KeyId: keyId }))).Tags).toEqual(Tags);
  },
);

test.each(["Enabled", "Disabled", "PendingImport", "Unavailable", "Creating", "Updating"] as const)(
  "a key in %s can be tagged and untagged",
  async (state) => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey({ origin: "EXTERNAL", state });
    await kms.send(new TagResourceCommand({ KeyId: keyId, Tags }));
    expect(aws.keys.tagsOf(keyId)).toEqual({ a: "b" });
    await kms.send(new UntagResourceCommand({ KeyId: keyId, TagKeys: ["a"] }));
    expect(aws.keys.describe(keyId)).toMatchObject({ state, tags: {} });
  },
);

test("a key is disabled, enabled, scheduled for deletion, restored, and finally deleted", async () => {
  const clock = new ManualClock();
  const { aws, kms } = await startAws({}, { clock });
  const { keyId, arn } = aws.keys.createKey();
  await kms.send(new DisableKeyCommand({ KeyId: keyId }));
  expect(aws.keys.describe(keyId).state).toBe("Disabled");
  await kms.send(new EnableKeyCommand({ KeyId: arn }));
  expect(aws.keys.describe(keyId).state).toBe("Enabled");
  const scheduled = await kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyId, PendingWindowInDays: 7 }));
  expect(scheduled).toMatchObject({
    KeyId: arn,
    KeyState: "PendingDeletion",
    DeletionDate: new Date(clock.now() + 7 * day),
  });
  expect((await refusal(kms.send(new EnableKeyCommand({ KeyId: keyId })))).name).toBe("KMSInvalidStateException");
  await kms.send(new CancelKeyDeletionCommand({ KeyId: keyId }));
  expect(aws.keys.describe(keyId).state).toBe("Disabled");
  expect((await refusal(kms.send(new CancelKeyDeletionCommand({ KeyId: keyId })))).name).toBe(
    "KMSInvalidStateException",
  );
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyId }));
  clock.advance(30 * day);
  expect((await refusal(kms.send(new DescribeKeyCommand({ KeyId: keyId })))).message).toBe(
    `Key '${arn}' does not exist`,
  );
  expect((await kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
});

test("DescribeKey returns the properties of a key, and never its tags", async () => {
  const { kms } = await startAws({}, { clock: new ManualClock(), ids: "sequential" });
  const created = await kms.send(
    new CreateKeyCommand({ KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY", Description: "mine", Tags }),
  );
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: created.KeyMetadata?.KeyId }));
  expect(KeyMetadata).toEqual(created.KeyMetadata);
  expect(KeyMetadata).toMatchObject({
    AWSAccountId: "111122223333",
    KeyId: "00000000-0000-4000-8000-000000000001",
    Arn: "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-000000000001",
    CreationDate: new Date(Date.UTC(2026, 0, 1)),
    KeySpec: "RSA_2048",
    KeyUsage: "SIGN_VERIFY",
    Description: "mine",
    MultiRegion: false,
    Origin: "AWS_KMS",
    KeyManager: "CUSTOMER",
    SigningAlgorithms: expect.arrayContaining(["RSASSA_PSS_SHA_256"]) as string[],
  });
  expect(JSON.stringify(KeyMetadata)).not.toContain('"a"');
});

test("CreateKey refuses usages that do not fit and unknown specs", async () => {
  const { kms } = await startAws();
  for (const input of [
    { KeySpec: "RSA_2048" },
    { KeyUsage: "SIGN_VERIFY" },
    { KeySpec: "RSA_1024" as never },
  ] as const) {
    expect((await refusal(kms.send(new CreateKeyCommand(input)))).name).toBe("ValidationException");
  }
});

test("10,000 keys are created and listed quickly", async () => {
  const { aws, kms } = await startAws();
  const made = aws.keys.addMany(10_000, { tags: { team: "payments" } });
  const listed: (string | undefined)[] = [];
  for await (const page of paginateListKeys({ client: kms, pageSize: 1000 }, {})) {
    listed.push(...(page.Keys ?? []).map(({ KeyId }) => KeyId));
  }
  expect(listed).toEqual(made.map(({ keyId }) => keyId));
  expect(aws.requests.count("ListKeys")).toBe(10);
});

describe("multi-Region keys", () => {
  test("have replicas with separate tags", async () => {
    const { aws, kms } = await startAws({ regions: ["us-east-1", "eu-west-1"] });
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ MultiRegion: true, Tags }));
    const KeyId = KeyMetadata?.KeyId ?? "";
    expect(KeyId).toMatch(/^mrk-[0-9a-f]{32}$/);
    const replicate = new ReplicateKeyCommand({ KeyId, ReplicaRegion: "eu-west-1" });
    const { ReplicaKeyMetadata } = await kms.send(replicate);
    expect(ReplicaKeyMetadata?.MultiRegionConfiguration).toEqual({
      MultiRegionKeyType: "REPLICA",
      PrimaryKey: { Arn: KeyMetadata?.Arn, Region: "us-east-1" },
      ReplicaKeys: [{ Arn: ReplicaKeyMetadata?.Arn, Region: "eu-west-1" }],
    });
    const there = clientOf(aws, { region: "eu-west-1" });
    expect((await there.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual([]);
    expect((await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual(Tags);
    expect((await refusal(kms.send(replicate))).name).toBe("AlreadyExistsException");
    expect(await refusal(there.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: "us-east-1" })))).toEqual({
      name: "UnsupportedOperationException",
      message: `${ReplicaKeyMetadata?.Arn ?? ""} is not a multi-region primary key.`,
      status: 400,
    });
  });

  test("wait for replicas before they are deleted", async () => {
    const { aws, kms } = await startAws({ regions: ["us-east-1", "eu-west-1"] });
    const { keyId } = aws.keys.createKey({ multiRegion: true });
    aws.keys.createKey({ keyId, region: "eu-west-1", multiRegion: "us-east-1" });
    const { KeyState, DeletionDate } = await kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyId }));
    expect([KeyState, DeletionDate]).toEqual(["PendingReplicaDeletion", undefined]);
  });

  test("share new material: it waits for every region, and removed from the primary it is removed everywhere", async () => {
    const { aws, kms } = await startAws({ regions: ["us-east-1", "eu-west-1"] });
    const there = clientOf(aws, { region: "eu-west-1" });
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ MultiRegion: true, Origin: "EXTERNAL" }));
    const KeyId = KeyMetadata?.KeyId ?? "";
    const [first, second] = [randomBytes(32), randomBytes(32)];
    await importMaterial(kms, KeyId, first);
    await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: "eu-west-1" }));
    expect(aws.keys.describe(KeyId, "eu-west-1").state).toBe("PendingImport");
    expect((await refusal(importMaterial(there, KeyId, second))).name).toBe("IncorrectKeyMaterialException");
    await importMaterial(there, KeyId, first);
    const roles = (region: string): string[] => aws.keys.describe(KeyId, region).materials.map(({ role }) => role);

    const { KeyMaterialId } = await importMaterial(kms, KeyId, second, { ImportType: "NEW_KEY_MATERIAL" });
    expect(roles("eu-west-1")).toEqual(["CURRENT", "PENDING_MULTI_REGION_IMPORT_AND_ROTATION"]);
    expect((await refusal(kms.send(new RotateKeyOnDemandCommand({ KeyId })))).name).toBe("KMSInvalidStateException");
    await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId, KeyMaterialId }));
    expect([roles("us-east-1"), roles("eu-west-1")]).toEqual([["CURRENT"], ["CURRENT"]]);

    await importMaterial(kms, KeyId, second, { ImportType: "NEW_KEY_MATERIAL" });
    await importMaterial(there, KeyId, second);
    expect([roles("us-east-1"), roles("eu-west-1")]).toEqual(
      Array.from({ length: 2 }, () => ["CURRENT", "PENDING_ROTATION"]),
    );
    await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
    expect([roles("us-east-1"), roles("eu-west-1")]).toEqual(
      Array.from({ length: 2 }, () => ["NON_CURRENT", "CURRENT"]),
    );
    await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId }));
    expect(["us-east-1", "eu-west-1"].map((region) => aws.keys.describe(KeyId, region).state)).toEqual([
      "PendingImport",
      "Enabled",
    ]);
  });
});

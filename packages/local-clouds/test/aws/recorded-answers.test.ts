import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  GetKeyPolicyCommand,
  GetParametersForImportCommand,
  ListResourceTagsCommand,
  ReplicateKeyCommand,
  RotateKeyOnDemandCommand,
  TagResourceCommand,
  UpdateAliasCommand,
  type CreateKeyCommandInput,
} from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { clientOf, refusal, startAws } from "../support/aws.ts";
import { ManualClock } from "../support/manual-clock.ts";

// Recorded from AWS, as public test suites keep it; the dates are those of the recordings.

describe("RotateKeyOnDemand checks the state before the key spec (2025-03-08)", () => {
  test("of a disabled RSA key", async () => {
    const { aws, kms } = await startAws();
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec: "RSA_4096", KeyUsage: "ENCRYPT_DECRYPT" }));
    const KeyId = KeyMetadata?.KeyId ?? "";
    const rotate = new RotateKeyOnDemandCommand({ KeyId });
    expect(await refusal(kms.send(rotate))).toMatchObject({ name: "UnsupportedOperationException", status: 400 });
    await kms.send(new DisableKeyCommand({ KeyId }));
    expect(await refusal(kms.send(rotate))).toEqual({
      name: "DisabledException",
      message: `${KeyMetadata?.Arn ?? ""} is disabled.`,
      status: 400,
    });
    expect(aws.keys.describe(KeyId).state).toBe("Disabled");
  });
});

describe("aliases", () => {
  test("CreateAlias says how one begins (2023-04-13)", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey();
    const call = kms.send(new CreateAliasCommand({ AliasName: "fakealias", TargetKeyId: keyId }));
    expect(await refusal(call)).toEqual({
      name: "ValidationException",
      message:
        'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
      status: 400,
    });
    const update = kms.send(new UpdateAliasCommand({ AliasName: "fakealias", TargetKeyId: keyId }));
    expect((await refusal(update)).name).toBe("ValidationException");
  });

  test.each(["alias/my:alias", "alias/"])("%s is not a name (the model's text)", async (AliasName) => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey();
    const call = kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: keyId }));
    expect(await refusal(call)).toMatchObject({ name: "InvalidAliasNameException", status: 400 });
  });
});

describe("CreateKey", () => {
  test.each<[string, CreateKeyCommandInput, string]>([
    [
      "a key spec that does not exist: those of the recording (2023-04-13), then the newer ones",
      { KeySpec: "HMAC_random" as never, KeyUsage: "GENERATE_VERIFY_MAC" },
      "1 validation error detected: Value 'HMAC_random' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [RSA_2048, ECC_NIST_P384, ECC_NIST_P256, ECC_NIST_P521, HMAC_384, RSA_3072, ECC_SECG_P256K1, RSA_4096, SYMMETRIC_DEFAULT, HMAC_256, HMAC_224, HMAC_512, SM2, ML_DSA_44, ML_DSA_65, ML_DSA_87, ECC_NIST_EDWARDS25519, ML_KEM_512, ML_KEM_768, ML_KEM_1024]",
    ],
    [
      "a key usage that does not exist: likewise",
      { KeySpec: "HMAC_256", KeyUsage: "RANDOM" as never },
      "1 validation error detected: Value 'RANDOM' at 'keyUsage' failed to satisfy constraint: Member must satisfy enum value set: [ENCRYPT_DECRYPT, SIGN_VERIFY, GENERATE_VERIFY_MAC, KEY_AGREEMENT, ENCAPSULATE_DECAPSULATE]",
    ],
    [
      "a key usage that is not for the key spec",
      { KeySpec: "RSA_2048", KeyUsage: "KEY_AGREEMENT" },
      "KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048",
    ],
    [
      "no key usage",
      { KeySpec: "HMAC_256" },
      "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
    ],
  ])("refuses %s", async (_what, input, message) => {
    const { kms } = await startAws();
    expect(await refusal(kms.send(new CreateKeyCommand(input)))).toEqual({
      name: "ValidationException",
      message,
      status: 400,
    });
  });

  test.each<[CreateKeyCommandInput["KeySpec"], CreateKeyCommandInput["KeyUsage"], string, object]>([
    ["ML_DSA_44", "SIGN_VERIFY", "us-east-1", { SigningAlgorithms: ["ML_DSA_SHAKE_256"] }],
    ["ML_DSA_65", "SIGN_VERIFY", "us-east-1", { SigningAlgorithms: ["ML_DSA_SHAKE_256"] }],
    ["ML_DSA_87", "SIGN_VERIFY", "us-east-1", { SigningAlgorithms: ["ML_DSA_SHAKE_256"] }],
    ["ML_KEM_512", "ENCAPSULATE_DECAPSULATE", "us-east-1", { EncapsulationAlgorithms: ["ML_KEM"] }],
    ["ML_KEM_768", "ENCAPSULATE_DECAPSULATE", "us-east-1", { EncapsulationAlgorithms: ["ML_KEM"] }],
    ["ML_KEM_1024", "ENCAPSULATE_DECAPSULATE", "us-east-1", { EncapsulationAlgorithms: ["ML_KEM"] }],
    [
      "ECC_NIST_EDWARDS25519",
      "SIGN_VERIFY",
      "us-east-1",
      { SigningAlgorithms: ["ED25519_SHA_512", "ED25519_PH_SHA_512"] },
    ],
    ["SM2", "ENCRYPT_DECRYPT", "cn-north-1", { EncryptionAlgorithms: ["SM2PKE"] }],
    ["SM2", "SIGN_VERIFY", "cn-north-1", { SigningAlgorithms: ["SM2DSA"] }],
    ["SM2", "KEY_AGREEMENT", "cn-north-1", { KeyAgreementAlgorithms: ["ECDH"] }],
  ])("makes %s for %s in %s", async (KeySpec, KeyUsage, region, expected) => {
    const { kms } = await startAws({ regions: [region] });
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec, KeyUsage }));
    expect(KeyMetadata).toMatchObject({ KeySpec, KeyUsage, ...expected });
  });

  test.each<[CreateKeyCommandInput["KeySpec"], CreateKeyCommandInput["KeyUsage"], string]>([
    ["SM2", "SIGN_VERIFY", "us-east-1"],
    ["ML_KEM_768", "ENCAPSULATE_DECAPSULATE", "cn-north-1"],
  ])("refuses %s for %s in %s", async (KeySpec, KeyUsage, region) => {
    const { kms } = await startAws({ regions: [region] });
    const call = kms.send(new CreateKeyCommand({ KeySpec, KeyUsage }));
    expect((await refusal(call)).name).toBe("UnsupportedOperationException");
  });
});

describe("ReplicateKey (2024-04-11)", () => {
  const regions = ["us-east-1", "ap-southeast-1"];
  const keyId = "mrk-d3b95762d3b95762d3b95762d3b95762";
  const arn = `arn:aws:kms:ap-southeast-1:111122223333:key/${keyId}`;

  test("answers with a replica that is being made, its policy, and no list of tags", async () => {
    const { aws, kms } = await startAws({ regions });
    aws.keys.createKey({ keyId, multiRegion: true, description: "test replicated key" });
    const { $metadata: _, ...answer } = await kms.send(
      new ReplicateKeyCommand({ KeyId: keyId, ReplicaRegion: "ap-southeast-1" }),
    );
    const { ReplicaPolicy, ReplicaKeyMetadata, ...rest } = answer;
    expect(rest).toEqual({});
    expect(ReplicaKeyMetadata).toEqual({
      AWSAccountId: "111122223333",
      Arn: arn,
      CreationDate: expect.any(Date),
      CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
      Description: "",
      Enabled: false,
      EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
      KeyId: keyId,
      KeyManager: "CUSTOMER",
      KeySpec: "SYMMETRIC_DEFAULT",
      KeyState: "Creating",
      KeyUsage: "ENCRYPT_DECRYPT",
      MultiRegion: true,
      MultiRegionConfiguration: {
        MultiRegionKeyType: "REPLICA",
        PrimaryKey: { Arn: `arn:aws:kms:us-east-1:111122223333:key/${keyId}`, Region: "us-east-1" },
        ReplicaKeys: [{ Arn: arn, Region: "ap-southeast-1" }],
      },
      Origin: "AWS_KMS",
    });
    expect(JSON.parse(ReplicaPolicy ?? "")).toEqual({
      Version: "2012-10-17",
      Id: "key-default-1",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111122223333:root" },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    });
    const there = clientOf(aws, { region: "ap-southeast-1" });
    const { KeyMetadata } = await there.send(new DescribeKeyCommand({ KeyId: keyId }));
    expect(KeyMetadata).toMatchObject({ KeyState: "Enabled", Enabled: true });
  });

  test.each(["AWS_KMS", "EXTERNAL"] as const)("shows Creating for the configured time, origin %s", async (origin) => {
    const clock = new ManualClock();
    const { aws, kms } = await startAws({ regions, settings: { replicaCreationMs: 60_000 } }, { clock });
    aws.keys.createKey({ keyId, multiRegion: true, origin });
    await kms.send(new ReplicateKeyCommand({ KeyId: keyId, ReplicaRegion: "ap-southeast-1" }));
    const there = clientOf(aws, { region: "ap-southeast-1" });
    const stateOf = async (): Promise<string | undefined> =>
      (await there.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata?.KeyState;
    clock.advance(59_999);
    expect(await stateOf()).toBe("Creating");
    // Tags can be written already (key states, developer guide).
    await there.send(new TagResourceCommand({ KeyId: keyId, Tags: [{ TagKey: "a", TagValue: "b" }] }));
    expect(await refusal(there.send(new DisableKeyCommand({ KeyId: keyId })))).toMatchObject({
      name: "KMSInvalidStateException",
      message: `${arn} is creating.`,
    });
    clock.advance(1);
    expect(await stateOf()).toBe(origin === "EXTERNAL" ? "PendingImport" : "Enabled");
    const { Tags } = await there.send(new ListResourceTagsCommand({ KeyId: keyId }));
    expect(Tags).toEqual([{ TagKey: "a", TagValue: "b" }]);
  });

  test("accepts tags and a policy of the replica", async () => {
    const { aws, kms } = await startAws({ regions });
    aws.keys.createKey({ keyId, multiRegion: true, tags: { of: "primary" }, policy: { Id: "primary" } });
    const Tags = [{ TagKey: "of", TagValue: "replica" }];
    const input = { KeyId: keyId, ReplicaRegion: "ap-southeast-1", Tags };
    const bad = kms.send(new ReplicateKeyCommand({ ...input, Policy: "no policy" }));
    expect((await refusal(bad)).name).toBe("MalformedPolicyDocumentException");
    const answer = await kms.send(new ReplicateKeyCommand({ ...input, Policy: '{"Id":"replica"}' }));
    expect([answer.ReplicaTags, answer.ReplicaPolicy]).toEqual([Tags, '{"Id":"replica"}']);
    const there = clientOf(aws, { region: "ap-southeast-1" });
    expect((await there.send(new GetKeyPolicyCommand({ KeyId: keyId }))).Policy).toBe('{"Id":"replica"}');
  });
});

test.each([
  "arn:aws:kms:us-east-1",
  "arn:aws:kms:us-east-1:",
  "arn:aws:kms:us-east-1:111122223333",
  "arn:aws:kms:us-east-1::key/1234abcd-12ab-34cd-56ef-1234567890ab",
])("%s is not an ARN", async (KeyId) => {
  const { kms } = await startAws();
  for (const command of [new DescribeKeyCommand({ KeyId }), new ListResourceTagsCommand({ KeyId })]) {
    expect(await refusal(kms.send(command))).toMatchObject({ name: "InvalidArnException", status: 400 });
  }
});

describe("GrantTokens of DescribeKey (the model: at most 10, each of 1 to 8,192 characters)", () => {
  test.each<[string, unknown, string]>([
    ["10", Array.from({ length: 10 }, () => "token"), "ok"],
    ["11", Array.from({ length: 11 }, () => "token"), "ValidationException"],
    ["an empty one", [""], "ValidationException"],
    ["one too long", ["x".repeat(8193)], "ValidationException"],
  ])("%s", async (_what, GrantTokens, expected) => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey();
    const call = kms.send(new DescribeKeyCommand({ KeyId: keyId, GrantTokens: GrantTokens as string[] }));
    expect(expected === "ok" ? (await call).KeyMetadata?.KeyId : (await refusal(call)).name).toBe(
      expected === "ok" ? keyId : expected,
    );
  });
});

test("wrapping algorithms and keys that the model knows, and AWS does not offer here, are distinguished from invented ones", async () => {
  const { aws, kms } = await startAws();
  const { keyId } = aws.keys.createKey({ origin: "EXTERNAL", imported: false });
  const nameFor = async (WrappingAlgorithm: string, WrappingKeySpec: string): Promise<string> => {
    const input = { KeyId: keyId, WrappingAlgorithm, WrappingKeySpec } as never;
    return (await refusal(kms.send(new GetParametersForImportCommand(input)))).name;
  };
  expect(await nameFor("RSAES_PKCS1_V1_5", "RSA_2048")).toBe("UnsupportedOperationException");
  expect(await nameFor("SM2PKE", "SM2")).toBe("UnsupportedOperationException");
  expect(await nameFor("RSA_OAEP", "RSA_2048")).toBe("ValidationException");
});

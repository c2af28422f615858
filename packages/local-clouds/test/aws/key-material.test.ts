import { generateKeyPairSync, randomBytes } from "node:crypto";
import {
  CreateKeyCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  ListKeyRotationsCommand,
  RotateKeyOnDemandCommand,
  type CreateKeyCommandInput,
  type KeyMetadata,
  type KMSClient,
} from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { refusal, startAws } from "../support/aws.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { importMaterial, type Wrapping } from "../support/wrap-material.ts";

async function createExternal(
  kms: KMSClient,
  input: CreateKeyCommandInput = {},
): Promise<{ keyId: string; arn: string }> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Origin: "EXTERNAL", ...input }));
  return { keyId: KeyMetadata?.KeyId ?? "", arn: KeyMetadata?.Arn ?? "" };
}

async function metadata(kms: KMSClient, KeyId: string): Promise<KeyMetadata> {
  return (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata as KeyMetadata;
}

async function name(call: Promise<unknown>): Promise<string> {
  return (await refusal(call)).name;
}

const remove = (KeyId: string, KeyMaterialId?: string): DeleteImportedKeyMaterialCommand =>
  new DeleteImportedKeyMaterialCommand({ KeyId, KeyMaterialId });

describe("recorded answers of AWS", () => {
  test("a symmetric key through import, removal and import of the same bytes", async () => {
    const { kms } = await startAws();
    const { keyId, arn } = await createExternal(kms);
    const fresh = await metadata(kms, keyId);
    expect([fresh.KeyState, fresh.Enabled, fresh.ExpirationModel, fresh.CurrentKeyMaterialId]).toEqual([
      "PendingImport",
      false,
      undefined,
      undefined,
    ]);
    const bytes = randomBytes(32);
    const imported = await importMaterial(kms, keyId, bytes);
    expect(imported).toMatchObject({ KeyId: arn, KeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    const usable = await metadata(kms, keyId);
    expect([usable.KeyState, usable.Enabled, usable.ExpirationModel, usable.CurrentKeyMaterialId]).toEqual([
      "Enabled",
      true,
      "KEY_MATERIAL_DOES_NOT_EXPIRE",
      imported.KeyMaterialId,
    ]);
    const removed = await kms.send(remove(keyId));
    expect(removed).toMatchObject({ KeyId: arn, KeyMaterialId: imported.KeyMaterialId });
    const gone = await metadata(kms, keyId);
    expect([gone.KeyState, gone.Enabled, gone.ExpirationModel, gone.CurrentKeyMaterialId]).toEqual([
      "PendingImport",
      false,
      undefined,
      imported.KeyMaterialId,
    ]);
    expect((await refusal(importMaterial(kms, keyId, randomBytes(32)))).name).toBe("IncorrectKeyMaterialException");
    const again = await importMaterial(kms, keyId, bytes);
    expect(again.KeyMaterialId).toBe(imported.KeyMaterialId);
    expect((await metadata(kms, keyId)).KeyState).toBe("Enabled");
  });

  test.each([
    ["ECC_NIST_P256", "SIGN_VERIFY", () => ecPrivateKey()],
    ["HMAC_256", "GENERATE_VERIFY_MAC", () => randomBytes(32)],
  ] as const)("a %s key never has a CurrentKeyMaterialId", async (KeySpec, KeyUsage, material) => {
    const { kms } = await startAws();
    const { keyId } = await createExternal(kms, { KeySpec, KeyUsage });
    const seen = [await metadata(kms, keyId)];
    expect((await importMaterial(kms, keyId, material())).KeyMaterialId).toBeUndefined();
    seen.push(await metadata(kms, keyId));
    expect((await kms.send(remove(keyId))).KeyMaterialId).toBeUndefined();
    seen.push(await metadata(kms, keyId));
    expect(seen.map(({ KeyState }) => KeyState)).toEqual(["PendingImport", "Enabled", "PendingImport"]);
    expect(seen.map(({ CurrentKeyMaterialId }) => CurrentKeyMaterialId)).toEqual([undefined, undefined, undefined]);
  });

  test("an import that expires needs a date", async () => {
    const { kms } = await startAws();
    const { keyId } = await createExternal(kms);
    expect(
      await refusal(importMaterial(kms, keyId, randomBytes(32), { ExpirationModel: "KEY_MATERIAL_EXPIRES" })),
    ).toEqual({
      name: "ValidationException",
      message: "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES",
      status: 400,
    });
  });

  test("keys with material of KMS refuse its import and deletion", async () => {
    const { aws, kms } = await startAws();
    const { keyId, arn } = aws.keys.createKey();
    const expected = {
      name: "UnsupportedOperationException",
      message: `${arn} origin is AWS_KMS which is not valid for this operation.`,
      status: 400,
    };
    const get = { KeyId: keyId, WrappingAlgorithm: "RSAES_OAEP_SHA_256", WrappingKeySpec: "RSA_2048" } as const;
    expect(await refusal(kms.send(new GetParametersForImportCommand(get)))).toEqual(expected);
    expect(await refusal(kms.send(remove(keyId)))).toEqual(expected);
  });

  test("a second material waits for rotation, a third must wait for the second, rotation changes the current one", async () => {
    const { kms } = await startAws();
    const { keyId, arn } = await createExternal(kms);
    const first = (await importMaterial(kms, keyId, randomBytes(32))).KeyMaterialId;
    const second = (await importMaterial(kms, keyId, randomBytes(32), { ImportType: "NEW_KEY_MATERIAL" }))
      .KeyMaterialId;
    expect((await metadata(kms, keyId)).CurrentKeyMaterialId).toBe(first);
    const third = await refusal(importMaterial(kms, keyId, randomBytes(32), { ImportType: "NEW_KEY_MATERIAL" }));
    expect(third.name).toBe("KMSInvalidStateException");
    expect(third.message).toMatch(
      new RegExp(
        `^New key material \\(id: [0-9a-f]{64}\\) cannot be imported into KMS key ${arn}, because another key material \\(id: ${second ?? ""}\\) is pending rotation\\.$`,
      ),
    );
    await kms.send(new RotateKeyOnDemandCommand({ KeyId: keyId }));
    expect((await metadata(kms, keyId)).CurrentKeyMaterialId).toBe(second);
    const { Rotations } = await kms.send(
      new ListKeyRotationsCommand({ KeyId: keyId, IncludeKeyMaterial: "ALL_KEY_MATERIAL" }),
    );
    expect(Rotations?.map((entry) => [entry.KeyMaterialId, entry.KeyMaterialState, entry.ImportState])).toEqual([
      [first, "NON_CURRENT", "IMPORTED"],
      [second, "CURRENT", "IMPORTED"],
    ]);
    const only = await kms.send(new ListKeyRotationsCommand({ KeyId: keyId }));
    expect(only.Rotations?.map((entry) => entry.KeyMaterialId)).toEqual([second]);
  });

  test("rotation is refused for disabled keys, without waiting material, and beyond its limit", async () => {
    const { aws, kms } = await startAws({ settings: { onDemandRotations: 2 } });
    const disabled = aws.keys.createKey({ state: "Disabled" });
    const rotate = (KeyId: string): Promise<unknown> => kms.send(new RotateKeyOnDemandCommand({ KeyId }));
    expect(await refusal(rotate(disabled.keyId))).toEqual({
      name: "DisabledException",
      message: `${disabled.arn} is disabled.`,
      status: 400,
    });
    expect((await refusal(rotate(aws.keys.createKey({ origin: "EXTERNAL" }).keyId))).name).toBe(
      "KMSInvalidStateException",
    );
    const { keyId } = aws.keys.createKey();
    await rotate(keyId);
    await rotate(keyId);
    expect((await refusal(rotate(keyId))).message).toMatch(
      /^The on-demand rotations limit has been reached for the given keyId\./,
    );
  });
});

describe("DeleteImportedKeyMaterial", () => {
  test("with a KeyMaterialId removes that material: a permanent one makes the whole key unusable", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey({ origin: "EXTERNAL" });
    const old = (await metadata(kms, keyId)).CurrentKeyMaterialId ?? "";
    const next = aws.keys.importMaterial(keyId);
    await kms.send(new RotateKeyOnDemandCommand({ KeyId: keyId }));
    expect((await kms.send(remove(keyId, old))).KeyMaterialId).toBe(old);
    expect(aws.keys.describe(keyId)).toMatchObject({
      state: "PendingImport",
      materials: [
        { id: old, role: "NON_CURRENT", imported: false },
        { id: next, role: "CURRENT", imported: true },
      ],
    });
  });

  test("without a KeyMaterialId removes the current one; the key is usable only when all are imported again", async () => {
    const { kms } = await startAws();
    const { keyId } = await createExternal(kms);
    const [first, second] = [randomBytes(32), randomBytes(32)];
    await importMaterial(kms, keyId, first);
    const current = (await importMaterial(kms, keyId, second, { ImportType: "NEW_KEY_MATERIAL" })).KeyMaterialId;
    await kms.send(new RotateKeyOnDemandCommand({ KeyId: keyId }));
    const old = await kms.send(new ListKeyRotationsCommand({ KeyId: keyId, IncludeKeyMaterial: "ALL_KEY_MATERIAL" }));
    expect((await kms.send(remove(keyId))).KeyMaterialId).toBe(current);
    await kms.send(remove(keyId, old.Rotations?.[0]?.KeyMaterialId));
    await importMaterial(kms, keyId, second);
    expect((await metadata(kms, keyId)).KeyState).toBe("PendingImport");
    await importMaterial(kms, keyId, first);
    expect((await metadata(kms, keyId)).KeyState).toBe("Enabled");
  });

  test("of waiting material leaves the key as it is", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey({ origin: "EXTERNAL" });
    const waiting = aws.keys.importMaterial(keyId);
    await kms.send(remove(keyId, waiting));
    expect(aws.keys.describe(keyId)).toMatchObject({
      state: "Enabled",
      materials: [{ role: "CURRENT", imported: true }],
    });
  });

  test("repeated has no effect, and answers as configured", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey({ origin: "EXTERNAL" });
    const { KeyMaterialId } = await kms.send(remove(keyId));
    expect((await kms.send(remove(keyId))).KeyMaterialId).toBe(KeyMaterialId);
    const quiet = await startAws({ settings: { noEffectMaterialId: "absent" } });
    const never = quiet.aws.keys.createKey({ origin: "EXTERNAL", imported: false });
    expect((await quiet.kms.send(remove(never.keyId))).KeyMaterialId).toBeUndefined();
  });

  test("leaves a key in PendingDeletion there; without material it is refused", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey({ origin: "EXTERNAL", state: "PendingDeletion" });
    await kms.send(remove(keyId));
    expect(aws.keys.describe(keyId)).toMatchObject({ state: "PendingDeletion", materials: [{ imported: false }] });
    expect((await refusal(kms.send(remove(keyId)))).name).toBe("UnsupportedOperationException");
  });

  test.each([
    ["Creating", "is creating."],
    ["Updating", "is updating."],
  ] as const)("is refused in %s", async (state, text) => {
    const { aws, kms } = await startAws();
    const { keyId, arn } = aws.keys.createKey({ origin: "EXTERNAL", state });
    expect(await refusal(kms.send(remove(keyId)))).toMatchObject({
      name: "KMSInvalidStateException",
      message: `${arn} ${text}`,
    });
  });

  test("of an unknown or malformed material id, or one of a key that has none", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey({ origin: "EXTERNAL" });
    const id = "0".repeat(64);
    expect((await refusal(kms.send(remove(keyId, id)))).name).toBe("NotFoundException");
    expect((await refusal(kms.send(remove(keyId, "ABC")))).name).toBe("ValidationException");
    const mac = aws.keys.createKey({ origin: "EXTERNAL", keySpec: "HMAC_256" });
    expect((await refusal(kms.send(remove(mac.keyId, id)))).name).toBe("UnsupportedOperationException");
    expect(aws.keys.describe(keyId).state).toBe("Enabled");
  });
});

describe("import", () => {
  const aes = randomBytes(32);
  test.each([
    { algorithm: "RSAES_OAEP_SHA_1" },
    { algorithm: "RSAES_OAEP_SHA_256", keySpec: "RSA_3072" },
    { algorithm: "RSA_AES_KEY_WRAP_SHA_1" },
    { algorithm: "RSA_AES_KEY_WRAP_SHA_256" },
  ] satisfies Wrapping[])("unwraps $algorithm", async (wrapping) => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey({ origin: "EXTERNAL", imported: false });
    const expected = aws.keys.createKey({ origin: "EXTERNAL", imported: false });
    const { KeyMaterialId } = await importMaterial(kms, keyId, aes, {}, wrapping);
    expect(KeyMaterialId).toBeDefined();
    // The id depends on the key and the bytes: the same bytes have another one elsewhere, and the same one here.
    expect(aws.keys.importMaterial(expected.keyId, { bytes: aes })).not.toBe(KeyMaterialId);
    expect(aws.keys.importMaterial(keyId, { bytes: aes })).toBe(KeyMaterialId);
  });

  test("accepts an RSA key wrapped with AES", async () => {
    const { kms } = await startAws();
    const { keyId } = await createExternal(kms, { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" });
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const bytes = privateKey.export({ type: "pkcs8", format: "der" });
    await importMaterial(kms, keyId, bytes, {}, { algorithm: "RSA_AES_KEY_WRAP_SHA_256" });
    expect((await metadata(kms, keyId)).KeyState).toBe("Enabled");
  });

  test("refuses wrong lengths, bytes wrapped differently, and tokens of other keys, invented or expired", async () => {
    const clock = new ManualClock();
    const { aws, kms } = await startAws({}, { clock });
    const [one, other] = aws.keys.addMany(2, { origin: "EXTERNAL", imported: false });
    const KeyId = one?.keyId ?? "";
    expect(await name(importMaterial(kms, KeyId, randomBytes(16)))).toBe("IncorrectKeyMaterialException");
    const parameters = await kms.send(
      new GetParametersForImportCommand({
        KeyId,
        WrappingAlgorithm: "RSAES_OAEP_SHA_256",
        WrappingKeySpec: "RSA_2048",
      }),
    );
    const send = (key: string, ImportToken: Uint8Array | undefined): Promise<unknown> =>
      kms.send(
        new ImportKeyMaterialCommand({
          KeyId: key,
          ImportToken,
          EncryptedKeyMaterial: randomBytes(256),
          ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE",
        }),
      );
    expect(await name(send(KeyId, parameters.ImportToken))).toBe("InvalidCiphertextException");
    expect(await name(send(other?.keyId ?? "", parameters.ImportToken))).toBe("InvalidImportTokenException");
    expect(await name(send(KeyId, randomBytes(100)))).toBe("InvalidImportTokenException");
    clock.advance(24 * 60 * 60 * 1000);
    expect(await name(send(KeyId, parameters.ImportToken))).toBe("ExpiredImportTokenException");
  });

  test("that expires is deleted in time", async () => {
    const clock = new ManualClock();
    const { kms } = await startAws({}, { clock });
    const { keyId } = await createExternal(kms);
    const ValidTo = new Date(clock.now() + 60_000);
    await importMaterial(kms, keyId, randomBytes(32), { ExpirationModel: "KEY_MATERIAL_EXPIRES", ValidTo });
    expect(await metadata(kms, keyId)).toMatchObject({
      ExpirationModel: "KEY_MATERIAL_EXPIRES",
      ValidTo,
      KeyState: "Enabled",
    });
    clock.advance(60_000);
    expect((await metadata(kms, keyId)).KeyState).toBe("PendingImport");
  });
});

function ecPrivateKey(): Buffer {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "der" });
}

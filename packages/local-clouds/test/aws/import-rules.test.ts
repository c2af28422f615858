import { randomBytes } from "node:crypto";
import {
  DescribeKeyCommand,
  ListKeyRotationsCommand,
  RotateKeyOnDemandCommand,
  type ImportKeyMaterialCommandInput,
  type KMSClient,
  type RotationsListEntry,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { clientOf, refusal, startAws } from "../support/aws.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { importMaterial } from "../support/wrap-material.ts";

const minute = 60_000;

async function materials(kms: KMSClient, KeyId: string): Promise<RotationsListEntry[] | undefined> {
  return (await kms.send(new ListKeyRotationsCommand({ KeyId, IncludeKeyMaterial: "ALL_KEY_MATERIAL" }))).Rotations;
}

test("each import of the same material sets a new expiration, and keeps description and role", async () => {
  const clock = new ManualClock();
  const { aws, kms } = await startAws({}, { clock });
  const { keyId } = aws.keys.createKey({ origin: "EXTERNAL", imported: false });
  const bytes = randomBytes(32);
  const expiring = { ExpirationModel: "KEY_MATERIAL_EXPIRES", ValidTo: new Date(clock.now() + minute) } as const;
  await importMaterial(kms, keyId, bytes, { ...expiring, KeyMaterialDescription: "from the vault" });
  await importMaterial(kms, keyId, randomBytes(32), { ImportType: "NEW_KEY_MATERIAL" });
  await kms.send(new RotateKeyOnDemandCommand({ KeyId: keyId }));

  await importMaterial(kms, keyId, bytes);
  const [first] = (await materials(kms, keyId)) ?? [];
  expect(first).toMatchObject({
    KeyMaterialState: "NON_CURRENT",
    KeyMaterialDescription: "from the vault",
    ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE",
  });
  expect(first).not.toHaveProperty("ValidTo");
  clock.advance(minute);
  expect((await kms.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata?.KeyState).toBe("Enabled");

  const later = { ExpirationModel: "KEY_MATERIAL_EXPIRES", ValidTo: new Date(clock.now() + minute) } as const;
  await importMaterial(kms, keyId, bytes, { ...later, KeyMaterialDescription: "from the safe" });
  expect((await materials(kms, keyId))?.[0]).toMatchObject({
    KeyMaterialDescription: "from the safe",
    ValidTo: later.ValidTo,
  });
});

test.each<[string, (now: number) => Partial<ImportKeyMaterialCommandInput>]>([
  ["a ValidTo that is now", (now) => ({ ExpirationModel: "KEY_MATERIAL_EXPIRES", ValidTo: new Date(now) })],
  ["a ValidTo in the past", (now) => ({ ExpirationModel: "KEY_MATERIAL_EXPIRES", ValidTo: new Date(now - minute) })],
  ["a ValidTo for material that does not expire", (now) => ({ ValidTo: new Date(now + minute) })],
  ["the id of new material", () => ({ ImportType: "NEW_KEY_MATERIAL", KeyMaterialId: "0".repeat(64) })],
])("an import with %s is refused", async (_what, input) => {
  const clock = new ManualClock();
  const { aws, kms } = await startAws({}, { clock });
  const { keyId } = aws.keys.createKey({ origin: "EXTERNAL", imported: false });
  expect(await refusal(importMaterial(kms, keyId, randomBytes(32), input(clock.now())))).toMatchObject({
    name: "ValidationException",
    status: 400,
  });
  expect(aws.keys.describe(keyId).state).toBe("PendingImport");
});

test("a key can be rotated on demand 25 times", async () => {
  const { aws, kms } = await startAws();
  const { keyId } = aws.keys.createKey();
  const rotate = new RotateKeyOnDemandCommand({ KeyId: keyId });
  for (let count = 0; count < 25; count += 1) await kms.send(rotate);
  expect((await refusal(kms.send(rotate))).name).toBe("LimitExceededException");
});

test("a replica is not rotated by itself", async () => {
  const { aws, kms } = await startAws({ regions: ["us-east-1", "eu-west-1"] });
  const { keyId } = aws.keys.createKey({ multiRegion: true });
  const { arn } = aws.keys.createKey({ keyId, region: "eu-west-1", multiRegion: "us-east-1" });
  const rotate = new RotateKeyOnDemandCommand({ KeyId: keyId });
  expect(await refusal(clientOf(aws, { region: "eu-west-1" }).send(rotate))).toEqual({
    name: "UnsupportedOperationException",
    message: `${arn} is not a multi-region primary key.`,
    status: 400,
  });
  await kms.send(rotate);
});

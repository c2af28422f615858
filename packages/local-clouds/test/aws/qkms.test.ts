import { randomBytes } from "node:crypto";
import {
  CreateKeyCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  ListKeyRotationsCommand,
  ListResourceTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { refusal, startQkms } from "../support/aws.ts";
import { sendRaw } from "../support/send-raw.ts";
import { signed } from "../support/sign-v4.ts";
import { importMaterial } from "../support/wrap-material.ts";

const unknown = "1234abcd-12ab-34cd-56ef-1234567890ab";
const Tags = [{ TagKey: "Purpose", TagValue: "Test" }];

test("the errors of the tag operations have the pages' names, in the answer and in the log", async () => {
  const { qkms, kms } = await startQkms();
  expect((await refusal(kms.send(new TagResourceCommand({ KeyId: unknown, Tags })))).name).toBe("KMSNotFoundException");
  expect((await refusal(kms.send(new UntagResourceCommand({ KeyId: unknown, TagKeys: ["a"] })))).name).toBe(
    "KMSNotFoundException",
  );
  const { keyId } = qkms.keys.createKey();
  const many = Array.from({ length: 51 }, (_, index) => ({ TagKey: `k${index}`, TagValue: "" }));
  expect((await refusal(kms.send(new TagResourceCommand({ KeyId: keyId, Tags: many })))).name).toBe(
    "TooManyTagsException",
  );
  expect(qkms.requests.entries.map(({ errorCode }) => errorCode)).toEqual([
    "KMSNotFoundException",
    "KMSNotFoundException",
    "TooManyTagsException",
  ]);
});

test("other operations keep AWS's names", async () => {
  const { kms } = await startQkms();
  expect((await refusal(kms.send(new DeleteImportedKeyMaterialCommand({ KeyId: unknown })))).name).toBe(
    "NotFoundException",
  );
  expect((await refusal(kms.send(new DescribeKeyCommand({ KeyId: unknown })))).name).toBe("NotFoundException");
  expect((await refusal(kms.send(new ListResourceTagsCommand({ KeyId: unknown })))).name).toBe("NotFoundException");
});

test("answers without output are {}, and key material has no id", async () => {
  const { qkms, kms } = await startQkms();
  const { keyId } = qkms.keys.createKey({ origin: "EXTERNAL" });
  const request = signed(
    {
      method: "POST",
      target: "/",
      headers: { host: new URL(qkms.endpoint).host, "x-amz-target": "TrentService.DeleteImportedKeyMaterial" },
      // An id that AWS would refuse: here it is not a field at all.
      body: JSON.stringify({ KeyId: keyId, KeyMaterialId: "x" }),
    },
    qkms.credentials,
  );
  expect(await sendRaw(qkms.endpoint, request)).toMatchObject({ status: 200, body: "{}" });
  expect(qkms.keys.describe(keyId).state).toBe("PendingImport");
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyId }));
  expect(KeyMetadata).not.toHaveProperty("CurrentKeyMaterialId");
  await kms.send(new TagResourceCommand({ KeyId: keyId, Tags }));
  expect(qkms.keys.tagsOf(keyId)).toEqual({ Purpose: "Test" });
});

test("neither an import nor the list of rotations knows ids of key material", async () => {
  const { qkms, kms } = await startQkms();
  const { keyId } = qkms.keys.createKey({ origin: "EXTERNAL", imported: false });
  const bytes = randomBytes(32);
  await importMaterial(kms, keyId, bytes);
  // An id that AWS would refuse, as it is another's: here it is not a field at all.
  const again = await importMaterial(kms, keyId, bytes, { KeyMaterialId: "0".repeat(64) });
  expect(again).not.toHaveProperty("KeyMaterialId");
  const list = new ListKeyRotationsCommand({ KeyId: keyId, IncludeKeyMaterial: "ALL_KEY_MATERIAL" });
  const { Rotations } = await kms.send(list);
  expect(Rotations).toMatchObject([{ KeyId: keyId, KeyMaterialState: "CURRENT" }]);
  expect(Rotations?.[0]).not.toHaveProperty("KeyMaterialId");
});

test("keys that begin with aws: are not reserved, unless configured", async () => {
  const open = await startQkms();
  const reserved = [{ TagKey: "aws:mine", TagValue: "" }];
  const { KeyMetadata } = await open.kms.send(new CreateKeyCommand({ Tags: reserved }));
  const KeyId = KeyMetadata?.KeyId ?? "";
  await open.kms.send(new UntagResourceCommand({ KeyId, TagKeys: ["aws:mine"] }));
  expect(open.qkms.keys.tagsOf(KeyId)).toEqual({});
  const strict = await startQkms({ settings: { reservedKeyPrefix: true } });
  expect((await refusal(strict.kms.send(new CreateKeyCommand({ Tags: reserved })))).name).toBe("TagException");
});

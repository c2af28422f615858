import {
  CreateKeyCommand,
  DeleteImportedKeyMaterialCommand,
  ListKeyRotationsCommand,
  TagResourceCommand,
} from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import type { AwsSettings } from "../../src/index.ts";
import { refusal, startAws } from "../support/aws.ts";

test.each(["Enabled", "Disabled", "PendingImport", "PendingDeletion"] as const)(
  "unknownMaterialError none: nothing is deleted from a key in %s, and the call succeeds",
  async (state) => {
    const { aws, kms } = await startAws({ settings: { unknownMaterialError: "none" } });
    const { keyId, arn } = aws.keys.createKey({ origin: "EXTERNAL", state });
    const before = aws.keys.describe(keyId);
    const KeyMaterialId = "0".repeat(64);
    expect(await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId: keyId, KeyMaterialId }))).toMatchObject({
      KeyId: arn,
      KeyMaterialId,
    });
    expect(aws.keys.describe(keyId)).toEqual(before);
  },
);

test("unknownMaterialError none does not hide that a known material was deleted from a key pending deletion", async () => {
  const { aws, kms } = await startAws({ settings: { unknownMaterialError: "none" } });
  const { keyId } = aws.keys.createKey({ origin: "EXTERNAL", state: "PendingDeletion" });
  const KeyMaterialId = aws.keys.describe(keyId).materials[0]?.id;
  const remove = new DeleteImportedKeyMaterialCommand({ KeyId: keyId, KeyMaterialId });
  await kms.send(remove);
  expect((await refusal(kms.send(remove))).name).toBe("UnsupportedOperationException");
});

test.each(["PendingDeletion", "PendingReplicaDeletion"] as const)(
  "rotationsOfPendingDeletion: a key in %s shows its rotations, or not",
  async (state) => {
    const strict = await startAws();
    const { keyId } = strict.aws.keys.createKey({ state });
    const list = new ListKeyRotationsCommand({ KeyId: keyId, IncludeKeyMaterial: "ALL_KEY_MATERIAL" });
    expect((await refusal(strict.kms.send(list))).name).toBe("KMSInvalidStateException");
    const open = await startAws({ settings: { rotationsOfPendingDeletion: "accept" } });
    open.aws.keys.createKey({ keyId, state });
    expect((await open.kms.send(list)).Rotations).toHaveLength(1);
  },
);

test("awsManagedKeyError leaves the recorded answer of ListKeyRotations as it is", async () => {
  const { aws, kms } = await startAws({ settings: { awsManagedKeyError: "UnsupportedOperationException" } });
  const { keyId } = aws.keys.createKey({ manager: "AWS" });
  expect((await refusal(kms.send(new ListKeyRotationsCommand({ KeyId: keyId })))).name).toBe("AccessDeniedException");
});

/** The error's message for a tag under the policy; "accepted" if there is none. */
async function outcomeOf(TagKey: string, TagValue: string, settings: Partial<AwsSettings> = {}): Promise<string> {
  const tagPolicy = { CostCenter: ["100", "30*", "*-test", "a*z"], Any: ["*"], None: [] };
  const { aws, kms } = await startAws({ settings: { tagPolicy, ...settings } });
  const { keyId } = aws.keys.createKey();
  try {
    await kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [{ TagKey, TagValue }] }));
    return "accepted";
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}
const wrongValue = (key: string): string =>
  `TagException: The tag policy does not allow the specified value for the following tag key: '${key}'.`;

describe("tagPolicy", () => {
  test.each(["100", "30", "301", "x-test", "-test", "az", "a-to-z"])("accepts the value %j", async (value) => {
    expect(await outcomeOf("CostCenter", value)).toBe("accepted");
  });

  test.each(["1000", "130", "-tests", "a", "z", ""])("refuses the value %j", async (value) => {
    expect(await outcomeOf("CostCenter", value)).toBe(wrongValue("CostCenter"));
  });

  test("accepts any value for a single wildcard, and none for an empty list", async () => {
    expect(await outcomeOf("Any", "")).toBe("accepted");
    expect(await outcomeOf("None", "")).toBe(wrongValue("None"));
  });

  test("refuses another capitalization of a key, whatever the value, and ignores other keys", async () => {
    expect(await outcomeOf("costcenter", "100")).toMatch(/^TagException: The tag policy .* tag key: 'costcenter'\.$/);
    expect(await outcomeOf("CostCenters", "x")).toBe("accepted");
  });

  test.each(["ValidationException", "TagPolicyException"] as const)(
    "refuses with %s if configured, also when a key is created",
    async (tagPolicyError) => {
      expect(await outcomeOf("CostCenter", "x", { tagPolicyError })).toMatch(new RegExp(`^${tagPolicyError}: `));
      expect(await outcomeOf("COSTCENTER", "x", { tagPolicyError })).toMatch(new RegExp(`^${tagPolicyError}: `));
      const { kms } = await startAws({ settings: { tagPolicy: { a: ["b"] }, tagPolicyError } });
      const call = kms.send(new CreateKeyCommand({ Tags: [{ TagKey: "a", TagValue: "c" }] }));
      expect((await refusal(call)).name).toBe(tagPolicyError);
    },
  );
});

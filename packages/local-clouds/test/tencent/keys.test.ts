import { startLocalClouds, type LocalClouds, type LocalTencent } from "@crosstag/local-clouds";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../support/manual-clock.ts";
import { algorithms, wrapped, type Algorithm } from "../support/rsa-wrapping.ts";
import { call, outcome, refusal, tagList, type Body } from "./support/client.ts";

const dayMs = 24 * 60 * 60 * 1000;
const absent = "00000000-0000-4000-8000-00000000ffff";

let clouds: LocalClouds;
let tencent: LocalTencent;
let clock: ManualClock;

beforeEach(async () => {
  clock = new ManualClock();
  clouds = await startLocalClouds({ aws: false, alibaba: false, tencent: { quotas: "off" }, clock });
  ({ tencent } = clouds);
});
afterEach(() => clouds.close());

const kms = (action: string, parameters: Body = {}): Promise<Body> => call(tencent, "kms", action, parameters);
const metadatas = (answer: Body): Body[] => answer["KeyMetadatas"] as Body[];

describe("listing keys", () => {
  it("hides asymmetric keys, keys of products, and all but ten, unless it is asked for them", async () => {
    const keys = tencent.keys.addMany(12, { tags: { team: "web" } });
    const asymmetric = tencent.keys.createKey({ keyUsage: "ASYMMETRIC_DECRYPT_SM2" });
    const ofProduct = tencent.keys.createKey({ owner: "cos" });
    const deleted = tencent.keys.createKey({ state: "PendingDelete", alias: "leaving", tags: { team: "data" } });
    const list = async (parameters: Body) => {
      const answer = await kms("ListKeyDetail", { Limit: 200, OrderType: 1, ...parameters });
      return metadatas(answer).map(({ KeyId }) => KeyId);
    };
    const symmetric = [...keys, deleted].map(({ keyId }) => keyId);
    expect(await list({})).toEqual(symmetric);
    expect(await list({ KeyUsage: "ALL" })).toEqual([...symmetric.slice(0, 12), asymmetric.keyId, deleted.keyId]);
    expect(await list({ Role: 1 })).toEqual([ofProduct.keyId]);
    expect(await list({ KeyState: 3 })).toEqual([deleted.keyId]);
    expect(await list({ SearchKeyAlias: "leav" })).toEqual([deleted.keyId]);
    expect(await list({ Origin: "EXTERNAL" })).toEqual([]);
    expect(await list({ TagFilters: [{ TagKey: "team", TagValue: ["data", "x"] }] })).toEqual([deleted.keyId]);
    expect(await list({ TagFilters: [{ TagKey: "team" }] })).toEqual(symmetric);
    expect(await list({ Offset: 10, Limit: 2 })).toEqual(symmetric.slice(10, 12));
    const newestFirst = await kms("ListKeyDetail");
    expect([newestFirst["TotalCount"], metadatas(newestFirst).length]).toEqual([13, 10]);
    expect(metadatas(newestFirst)[0]?.["KeyId"]).toBe(deleted.keyId);
    // ListKeys has no parameter for usages, and leaves out keys in PendingDelete.
    const ids = await kms("ListKeys", { Limit: 200 });
    expect([ids["TotalCount"], ids["Keys"]]).toEqual([
      13,
      [...keys, asymmetric].map(({ keyId: KeyId }) => ({ KeyId })),
    ]);
    const limits = await Promise.all(
      [kms("ListKeys", { Limit: 201 }), kms("ListKeyDetail", { KeyUsage: "x" })].map(outcome),
    );
    expect(limits).toEqual(["InvalidParameterValue", "InvalidParameterValue"]);
  });

  it("describes up to 100 keys at once, and refuses all for one", async () => {
    const [one, two] = tencent.keys.addMany(2).map(({ keyId }) => keyId);
    expect(metadatas(await kms("DescribeKeys", { KeyIds: [two, one] })).map(({ KeyId }) => KeyId)).toEqual([two, one]);
    const refusals = await Promise.all(
      [[], [one, absent], [one, one], ["key-1"], Array.from({ length: 101 }, () => one)].map((KeyIds) =>
        refusal(kms("DescribeKeys", { KeyIds })),
      ),
    );
    expect(refusals).toEqual([
      "MissingParameter",
      "ResourceUnavailable.CmkNotFound",
      "InvalidParameterValue.DuplicatedKeyId",
      "InvalidParameterValue.InvalidKeyId",
      "InvalidParameterValue",
    ]);
  });
});

describe("imported key material", () => {
  it("is deleted at once, leaves the key in PendingImport, and only the same can be imported again", async () => {
    const { KeyId } = await kms("CreateKey", { Alias: "imported", Type: 2, Tags: tagList({ team: "web" }) });
    const material = Buffer.alloc(32, 7);
    const importWith = async (algorithm: Algorithm, bytes: Buffer, ValidTo = 0) => {
      const given = await kms("GetParametersForImport", {
        KeyId,
        WrappingAlgorithm: algorithm,
        WrappingKeySpec: "RSA_2048",
      });
      const EncryptedKeyMaterial = wrapped(bytes, String(given["PublicKey"]), algorithm);
      return kms("ImportKeyMaterial", { KeyId, ImportToken: given["ImportToken"], EncryptedKeyMaterial, ValidTo });
    };
    const described = async () => {
      const { KeyMetadata } = await kms("DescribeKey", { KeyId });
      const { KeyState, ValidTo, Origin } = KeyMetadata as Body;
      return [KeyState, ValidTo, Origin];
    };
    expect(await described()).toEqual(["PendingImport", 0, "EXTERNAL"]);
    for (const algorithm of algorithms) {
      await importWith(algorithm, material);
      expect(await described()).toEqual(["Enabled", 0, "EXTERNAL"]);
      await kms("DeleteImportedKeyMaterial", { KeyId });
      expect(await described()).toEqual(["PendingImport", 0, "EXTERNAL"]);
    }
    expect(await refusal(importWith("RSAES_OAEP_SHA_256", Buffer.alloc(32, 8)))).toBe(
      "InvalidParameterValue.MaterialNotMatch",
    );
    expect(await refusal(importWith("RSAES_OAEP_SHA_256", Buffer.alloc(16)))).toBe(
      "InvalidParameter.DecryptMaterialError",
    );
    const validTo = Math.floor(clock.now() / 1000) + 60;
    await importWith("RSAES_OAEP_SHA_256", material, validTo);
    expect(await described()).toEqual(["Enabled", validTo, "EXTERNAL"]);
    clock.advance(61_000);
    expect(await described()).toEqual(["PendingImport", 0, "EXTERNAL"]);
    expect(tencent.keys.tagsOf(String(KeyId))).toEqual({ team: "web" });
  });

  it.each<[string, Parameters<LocalTencent["keys"]["createKey"]>[0], string]>([
    ["an enabled key", { origin: "EXTERNAL" }, "ok"],
    ["a disabled key", { origin: "EXTERNAL", state: "Disabled" }, "ok"],
    ["a key without material", { origin: "EXTERNAL", imported: false }, "ResourceUnavailable.CmkStateNotSupport"],
    [
      "a key in PendingDelete",
      { origin: "EXTERNAL", state: "PendingDelete" },
      "ResourceUnavailable.CmkStateNotSupport",
    ],
    ["an archived key", { origin: "EXTERNAL", state: "Archived" }, "ResourceUnavailable.CmkStateNotSupport"],
    ["a key that a product uses", { origin: "EXTERNAL", usedBy: ["cos"] }, "FailedOperation.CmkUsedByCloudProduct"],
    ["a key with material of the cloud", {}, "UnsupportedOperation.NotExternalCmk"],
  ])("of %s", async (_what, scene, expected) => {
    const { keyId: KeyId } = tencent.keys.createKey(scene);
    expect(await outcome(kms("DeleteImportedKeyMaterial", { KeyId }))).toBe(expected);
    expect(tencent.keys.describe(KeyId).hasMaterial).toBe(expected !== "ok" && scene?.imported !== false);
  });
});

describe("the life of a key", () => {
  it("ends after it is disabled, scheduled, and the waiting period has passed", async () => {
    const { KeyId } = await kms("CreateKey", { Alias: "short-lived", Description: "d" });
    const named = { KeyId };
    const steps = [
      await outcome(kms("CreateKey", { Alias: "short-lived" })),
      await outcome(kms("ScheduleKeyDeletion", { ...named, PendingWindowInDays: 7 })),
      await outcome(kms("DisableKey", named)),
      await outcome(kms("ScheduleKeyDeletion", { ...named, PendingWindowInDays: 6 })),
      await outcome(kms("CancelKeyDeletion", named)),
    ];
    expect(steps).toEqual([
      "InvalidParameterValue.AliasAlreadyExists",
      "ResourceUnavailable.CmkShouldBeDisabled",
      "ok",
      "InvalidParameter.InvalidPendingWindowInDays",
      "ResourceUnavailable.CmkNotPendingDelete",
    ]);
    const scheduled = await kms("ScheduleKeyDeletion", { ...named, PendingWindowInDays: 7 });
    expect(scheduled["DeletionDate"]).toBe(Math.floor((clock.now() + 7 * dayMs) / 1000));
    expect(await refusal(kms("EnableKey", named))).toBe("ResourceUnavailable.CmkStateNotSupport");
    await kms("CancelKeyDeletion", named);
    expect(tencent.keys.describe(String(KeyId)).state).toBe("Disabled");
    await kms("EnableKey", named);
    await kms("DisableKey", named);
    await kms("ScheduleKeyDeletion", { ...named, PendingWindowInDays: 7 });
    clock.advance(7 * dayMs);
    expect(await refusal(kms("DescribeKey", named))).toBe("ResourceUnavailable.CmkNotFound");
    expect(tencent.keys.list()).toEqual([]);
  });

  it.each<[string, Body, string]>([
    ["an alias of products", { Alias: "kms-x" }, "InvalidParameterValue.InvalidAlias"],
    ["an unknown usage", { KeyUsage: "SIGN" }, "InvalidParameterValue.InvalidKeyUsage"],
    ["an unknown type", { Type: 3 }, "InvalidParameterValue.InvalidType"],
    ["a long description", { Description: "é".repeat(513) }, "InvalidParameterValue"],
    [
      "a tag key twice",
      { Tags: [...tagList({ a: "b" }), ...tagList({ a: "c" })] },
      "InvalidParameterValue.TagKeysDuplicated",
    ],
    ["an empty tag value", { Tags: tagList({ a: "" }) }, "InvalidParameterValue.TagValueEmpty"],
  ])("does not begin with %s", async (_what, changed, code) => {
    expect(await refusal(kms("CreateKey", { Alias: "a", ...changed }))).toBe(code);
    expect(tencent.keys.list()).toEqual([]);
  });

  it("is not for users to change if a product made it", async () => {
    const { keyId: KeyId } = tencent.keys.createKey({ owner: "cos" });
    expect(await refusal(kms("DisableKey", { KeyId }))).toBe("UnsupportedOperation.NotUserCreatedCmk");
    expect((await kms("DescribeKey", { KeyId }))["KeyMetadata"]).toMatchObject({ Owner: "cos", KeyState: "Enabled" });
  });
});

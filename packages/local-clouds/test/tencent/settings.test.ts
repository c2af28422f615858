import {
  defaultTencentSettings,
  startLocalClouds,
  type LocalTencent,
  type TencentSettings,
} from "@crosstag/local-clouds";
import { describe, expect, it } from "vitest";
import { call, outcome, tagList, type Body } from "./support/client.ts";

type Attempt = (tencent: LocalTencent) => Promise<unknown>;

const tag = (tencent: LocalTencent, action: string, parameters: Body): Promise<Body> =>
  call(tencent, "tag", action, parameters);
const kms = (tencent: LocalTencent, action: string, parameters: Body = {}): Promise<Body> =>
  call(tencent, "kms", action, parameters);

/** `ok`, the code of the refusal, or the code of the first failed resource. */
async function result(attempt: Promise<unknown>): Promise<string> {
  const code = await outcome(attempt);
  if (code !== "ok") return code;
  const { FailedResources = [] } = (await attempt) as { FailedResources?: { Code: string }[] };
  return FailedResources[0] === undefined ? "ok" : `failed ${FailedResources[0].Code}`;
}

/** Writes tags on a new key that already has the tag `old`. */
const tagging =
  (tags: Record<string, string>, scene: Parameters<LocalTencent["keys"]["createKey"]>[0] = {}): Attempt =>
  (tencent) => {
    const { name } = tencent.keys.createKey({ tags: { old: "1" }, ...scene });
    return tag(tencent, "TagResources", { ResourceList: [name], Tags: tagList(tags) });
  };

const naming =
  (name: string): Attempt =>
  (tencent) =>
    tag(tencent, "TagResources", { ResourceList: [name], Tags: tagList({ a: "b" }) });

/** A call for resources of one kind. The key has the tag `old: 1`; the account also has `new: 1`. */
const onIds =
  (action: string, parameters: Body): Attempt =>
  (tencent) => {
    const { name } = tencent.keys.createKey({ tags: { old: "1" } });
    tencent.keys.createKey({ tags: { new: "1", old: "2" } });
    const ResourceIds = [name.slice(name.indexOf(":key/") + 5)];
    const place = { ServiceType: "kms", ResourcePrefix: "key", ResourceRegion: "ap-guangzhou", ResourceIds };
    return tag(tencent, action, { ...place, ...parameters });
  };

const onKey =
  (action: string, scene: Parameters<LocalTencent["keys"]["createKey"]>[0], parameters: Body = {}): Attempt =>
  (tencent) =>
    kms(tencent, action, { KeyId: tencent.keys.createKey(scene).keyId, ...parameters });

const limit = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, "v"]));

/** A changed setting, and what an attempt gives by default and with it. */
const answers: readonly (readonly [Partial<TencentSettings>, Attempt, string, string])[] = [
  [
    { tagLengthUnit: "utf-16-units" },
    tagging({ ["𝒌".repeat(100)]: "v" }),
    "ok",
    "InvalidParameterValue.TagKeyLengthExceeded",
  ],
  [{ tagLengthUnit: "bytes" }, tagging({ k: "é".repeat(200) }), "ok", "InvalidParameterValue.TagValueLengthExceeded"],
  [{ tagCharacters: "any" }, tagging({ "k*": " v" }), "InvalidParameterValue.TagKeyCharacterIllegal", "ok"],
  [{ reservedPrefixes: ["qcloud"] }, tagging({ project: "v" }), "InvalidParameter.ReservedTagKey", "ok"],
  [{ reservedPrefixes: ["qcloud"] }, tagging({ qcloud: "v" }), "ok", "InvalidParameter.ReservedTagKey"],
  [{ tagsPerResource: 9 }, tagging(limit(9)), "ok", "failed LimitExceeded.ResourceAttachedTags"],
  [{ tagKeysPerAccount: 3 }, tagging(limit(3)), "ok", "LimitExceeded.TagKey"],
  [{ valuesPerTagKey: 1 }, tagging({ old: "2" }), "ok", "LimitExceeded.TagValue"],
  [
    { untagAbsentKey: "failed-resource" },
    (tencent) => tag(tencent, "UnTagResources", { ResourceList: [tencent.keys.createKey().name], TagKeys: ["a"] }),
    "ok",
    "failed ResourceNotFound.AttachedTagKeyNotFound",
  ],
  [
    { detachAbsentKey: "success" },
    onIds("DetachResourcesTag", { TagKey: "absent" }),
    "ResourceNotFound.AttachedTagKeyNotFound",
    "ok",
  ],
  [
    { modifyAbsentKey: "refuse" },
    (tencent) =>
      tag(tencent, "ModifyResourceTags", { Resource: tencent.keys.createKey().name, DeleteTags: [{ TagKey: "a" }] }),
    "ok",
    "ResourceNotFound.AttachedTagKeyNotFound",
  ],
  [
    { attachUnknownTag: "create" },
    onIds("AttachResourcesTag", { TagKey: "a", TagValue: "b" }),
    "ResourceNotFound.TagNonExist",
    "ok",
  ],
  [
    { attachOverOtherValue: "replace" },
    onIds("AttachResourcesTag", { TagKey: "old", TagValue: "2" }),
    "ResourceInUse.TagKeyAttached",
    "ok",
  ],
  [
    { malformedName: "failed-resource" },
    naming("key-1"),
    "InvalidParameterValue.ResourceDescriptionError",
    "failed InvalidParameterValue.ResourceDescriptionError",
  ],
  [
    { unknownResourceCode: "ResourceNotFound" },
    naming("qcs::kms:ap-guangzhou:uin/:key/creatorUin/1/2"),
    "failed InvalidParameterValue.ResourceIdInvalid",
    "failed ResourceNotFound",
  ],
  [
    { otherAccountCode: "AuthFailure.UnauthorizedOperation" },
    naming("qcs::kms:ap-guangzhou:uin/7:key/creatorUin/1/2"),
    "failed InvalidParameterValue.UinInvalid",
    "failed AuthFailure.UnauthorizedOperation",
  ],
  [{ tagsInPendingDelete: "refuse" }, tagging({ a: "b" }, { state: "PendingDelete" }), "ok", "failed FailedOperation"],
  [{ emptyTagValue: "accept" }, tagging({ a: "" }), "InvalidParameterValue.TagValueEmpty", "ok"],
  [{ mostTagRows: 20 }, onIds("DescribeResourceTagsByResourceIds", { Limit: 21 }), "ok", "InvalidParameterValue"],
  [
    { deleteMaterialIn: ["Disabled"] },
    onKey("DeleteImportedKeyMaterial", { origin: "EXTERNAL" }),
    "ok",
    "ResourceUnavailable.CmkStateNotSupport",
  ],
  [
    { scheduleFromPendingImport: "refuse" },
    onKey("ScheduleKeyDeletion", { origin: "EXTERNAL", imported: false }, { PendingWindowInDays: 7 }),
    "ok",
    "ResourceUnavailable.CmkShouldBeDisabled",
  ],
  [
    { throttlingCode: "RequestLimitExceeded.UinLimitExceeded" },
    (tencent) => {
      tencent.faults.add({ kind: "throttle" });
      return kms(tencent, "ListKeys");
    },
    "RequestLimitExceeded",
    "RequestLimitExceeded.UinLimitExceeded",
  ],
  [
    { expiredTokenCode: "AuthFailure.SecretIdNotFound" },
    (tencent) => {
      const expired = { secretId: "AKIDEXPIRED", secretKey: "x", token: "t", expiresAt: 1 };
      tencent.addCredentials(expired);
      return kms({ ...tencent, credentials: expired }, "ListKeys");
    },
    "AuthFailure.TokenFailure",
    "AuthFailure.SecretIdNotFound",
  ],
  [
    { deniedCode: "AuthFailure.UnauthorizedOperation" },
    (tencent) => {
      tencent.addCredentials({ ...tencent.credentials, deniedOperations: ["ListKeys"] });
      return kms(tencent, "ListKeys");
    },
    "UnauthorizedOperation",
    "AuthFailure.UnauthorizedOperation",
  ],
];

/** The first of two keys after a call for both, of which the second no longer exists. */
const halfBatch: Attempt = async (tencent) => {
  const [first, second] = tencent.keys.addMany(2, { tags: { old: "1" } }).map(({ name }) => name);
  tencent.keys.removeKey(second ?? "");
  const ResourceIds = [first, second].map((name = "") => name.slice(name.indexOf(":key/") + 5));
  const place = { ServiceType: "kms", ResourcePrefix: "key", ResourceRegion: "ap-guangzhou", ResourceIds };
  await outcome(tag(tencent, "DetachResourcesTag", { ...place, TagKey: "old" }));
  return tencent.keys.tagsOf(first ?? "");
};

const canceled: Attempt = async (tencent) => {
  const { keyId } = tencent.keys.createKey({ state: "PendingDelete" });
  await kms(tencent, "CancelKeyDeletion", { KeyId: keyId });
  return tencent.keys.describe(keyId).state;
};

/** The place of the older of two keys in a listing. */
const olderAt: Attempt = async (tencent) => {
  const [older] = tencent.keys.addMany(2);
  const { KeyMetadatas } = await kms(tencent, "ListKeyDetail");
  return (KeyMetadatas as Body[]).findIndex(({ KeyId }) => KeyId === older?.keyId);
};

/** The same for settings that only the state shows. */
const states: readonly (readonly [Partial<TencentSettings>, Attempt, unknown, unknown])[] = [
  [{ batchAtomicity: "applies-preceding" }, halfBatch, { old: "1" }, {}],
  [{ stateAfterCancelledDeletion: "Enabled" }, canceled, "Disabled", "Enabled"],
  [{ keyOrder: "ascending" }, olderAt, 1, 0],
];

describe("each setting changes what it names, and its default is as documented", () => {
  it.each(answers)("%j", async (changed, attempt, byDefault, otherwise) => {
    for (const [settings, expected] of [
      [{}, byDefault],
      [changed, otherwise],
    ] as const) {
      await using clouds = await startLocalClouds({ aws: false, alibaba: false, tencent: { quotas: "off", settings } });
      expect(await result(attempt(clouds.tencent))).toBe(expected);
    }
  });

  it.each(states)("%j, in the state that is left", async (changed, attempt, byDefault, otherwise) => {
    for (const [settings, expected] of [
      [{}, byDefault],
      [changed, otherwise],
    ] as const) {
      await using clouds = await startLocalClouds({ aws: false, alibaba: false, tencent: { quotas: "off", settings } });
      expect(await attempt(clouds.tencent)).toEqual(expected);
    }
  });

  it("has a row above", () => {
    const names = [...answers, ...states].flatMap(([changed]) => Object.keys(changed));
    expect([...new Set(names)].toSorted()).toEqual(Object.keys(defaultTencentSettings).toSorted());
  });
});

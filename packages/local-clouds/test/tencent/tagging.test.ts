import { startLocalClouds, type LocalClouds, type LocalTencent } from "@crosstag/local-clouds";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, outcome, refusal, tagList, type Body } from "./support/client.ts";

let clouds: LocalClouds;
let tencent: LocalTencent;

beforeEach(async () => {
  clouds = await startLocalClouds({ aws: false, alibaba: false, tencent: { quotas: "off" } });
  ({ tencent } = clouds);
});
afterEach(() => clouds.close());

const tag = (action: string, parameters: Body): Promise<Body> => call(tencent, "tag", action, parameters);

/** How the calls for 50 resources name keys. */
const byIds = (names: readonly string[]) => ({
  ServiceType: "kms",
  ResourcePrefix: "key",
  ResourceRegion: "ap-guangzhou",
  ResourceIds: names.map((name) => name.slice(name.indexOf(":key/") + 5)),
});

describe("TagResources and UnTagResources", () => {
  it("change each resource for itself and name the resources that failed", async () => {
    const keys = tencent.keys.addMany(10, { tags: { team: "web" } });
    const names = keys.map(({ name }) => name);
    const [gone, busy, full] = keys;
    tencent.keys.removeKey(gone?.keyId ?? "");
    tencent.keys.failTagging(busy?.keyId ?? "", { code: "FailedOperation.ResourceTagProcessing", times: 1 });
    tencent.keys.setTags(
      full?.keyId ?? "",
      Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`key-${at}`, "x"])),
    );

    const answer = await tag("TagResources", {
      ResourceList: names,
      Tags: tagList({ team: "payments", stage: "test" }),
    });
    expect(answer["FailedResources"]).toMatchObject([
      { Resource: gone?.name, Code: "InvalidParameterValue.ResourceIdInvalid" },
      { Resource: busy?.name, Code: "FailedOperation.ResourceTagProcessing" },
      { Resource: full?.name, Code: "LimitExceeded.ResourceAttachedTags" },
    ]);
    expect(answer["RequestId"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(tencent.keys.tagsOf(names[3] ?? "")).toEqual({ team: "payments", stage: "test" });
    expect(tencent.keys.tagsOf(busy?.name ?? "")).toEqual({ team: "web" });

    const removal = await tag("UnTagResources", { ResourceList: names.slice(1), TagKeys: ["team", "absent"] });
    expect(removal["FailedResources"]).toEqual([]);
    expect(tencent.keys.tagsOf(names[3] ?? "")).toEqual({ stage: "test" });
    expect(tencent.requests.entries.map(({ region, resources }) => [region, resources.length])).toEqual([
      ["", 10],
      ["", 9],
    ]);
  });

  it("reach secrets, and keys that another user created, in every region", async () => {
    await clouds.close();
    clouds = await startLocalClouds({
      aws: false,
      alibaba: false,
      tencent: { quotas: "off", regions: ["ap-guangzhou", "eu-frankfurt"] },
    });
    ({ tencent } = clouds);
    const there = tencent.in("eu-frankfurt");
    const { name: secret } = there.secrets.createSecret("database");
    const { name: key } = tencent.keys.createKey({ creatorUin: "100000000099" });
    expect([secret, key]).toEqual([
      "qcs::ssm:eu-frankfurt:uin/100000000001:secret/creatorUin/100000000001/database",
      expect.stringMatching(/^qcs::kms:ap-guangzhou:uin\/100000000001:key\/creatorUin\/100000000099\/[0-9a-f-]{36}$/),
    ]);
    // A name without the account's number means the caller's account.
    await tag("TagResources", {
      ResourceList: [secret.replace("uin/100000000001", "uin/"), key],
      Tags: tagList({ a: "1" }),
    });
    expect([there.secrets.tagsOf("database"), tencent.keys.tagsOf(key)]).toEqual([{ a: "1" }, { a: "1" }]);
    const found = await tag("GetResources", { TagFilters: [{ TagKey: "a", TagValue: ["0", "1"] }] });
    expect(found["ResourceTagMappingList"]).toEqual(
      [key, secret].map((Resource) => ({ Resource, Tags: [{ TagKey: "a", TagValue: "1", Category: "Custom" }] })),
    );
  });

  it.each<[string, Body, string]>([
    ["no resource", { ResourceList: [] }, "MissingParameter"],
    ["11 resources", { ResourceList: Array.from({ length: 11 }, () => "x") }, "LimitExceeded.ResourceNumPerRequest"],
    ["a bare id", { ResourceList: ["key-1"] }, "InvalidParameterValue.ResourceDescriptionError"],
    ["no tag", { Tags: [] }, "MissingParameter"],
    [
      "11 tags",
      { Tags: Array.from({ length: 11 }, () => tagList({ a: "b" })).flat() },
      "LimitExceeded.TagNumPerRequest",
    ],
    [
      "a tag key twice",
      { Tags: [...tagList({ a: "b" }), ...tagList({ a: "c" })] },
      "InvalidParameterValue.TagKeyDuplicate",
    ],
    ["a number as value", { Tags: [{ TagKey: "a", TagValue: 1 }] }, "InvalidParameter"],
    ["an unknown parameter", { Region: "ap-guangzhou" }, "UnknownParameter"],
    ["an empty key", { Tags: tagList({ "": "b" }) }, "InvalidParameterValue.TagKeyEmpty"],
    ["an empty value", { Tags: tagList({ a: "" }) }, "InvalidParameterValue.TagValueEmpty"],
    ["a long key", { Tags: tagList({ ["鍵".repeat(128)]: "b" }) }, "InvalidParameterValue.TagKeyLengthExceeded"],
    ["a long value", { Tags: tagList({ a: "v".repeat(256) }) }, "InvalidParameterValue.TagValueLengthExceeded"],
    ["a sign in a key", { Tags: tagList({ "a!": "b" }) }, "InvalidParameterValue.TagKeyCharacterIllegal"],
    ["a space first", { Tags: tagList({ " a": "b" }) }, "InvalidParameterValue.TagKeyCharacterIllegal"],
    ["a sign in a value", { Tags: tagList({ a: "b*" }) }, "InvalidParameterValue.TagValueCharacterIllegal"],
    ["a space last", { Tags: tagList({ a: "b " }) }, "InvalidParameterValue.TagValueCharacterIllegal"],
    ["a reserved key", { Tags: tagList({ "qcs:a": "b" }) }, "InvalidParameter.ReservedTagKey"],
    ["a reserved word", { Tags: tagList({ 项目: "b" }) }, "InvalidParameter.ReservedTagKey"],
  ])("refuse %s", async (_what, changed, code) => {
    const { name } = tencent.keys.createKey();
    const request = { ResourceList: [name], Tags: tagList({ a: "b" }), ...changed };
    expect(await refusal(tag("TagResources", request))).toBe(code);
    expect(tencent.keys.tagsOf(name)).toEqual({});
  });

  it("accept the longest key and value, and all signs of the limits page", async () => {
    const { name } = tencent.keys.createKey();
    const tags = { ["鍵".repeat(127)]: "é".repeat(255), "a+-=._:/@()[],;><【】：b c": "Ünï 1" };
    await tag("TagResources", { ResourceList: [name], Tags: tagList(tags) });
    expect(tencent.keys.tagsOf(name)).toEqual(tags);
  });
});

describe("calls for 50 resources of one kind", () => {
  it("write, change and remove one tag together, or not at all", async () => {
    const names = tencent.keys.addMany(50).map(({ name }) => name);
    const [first = "", second = ""] = names;
    const tagged = { ...byIds(names), TagKey: "team", TagValue: "web" };
    expect(await refusal(tag("AttachResourcesTag", tagged))).toBe("ResourceNotFound.TagNonExist");
    await tag("CreateTag", { TagKey: "team", TagValue: "web" });
    await tag("AttachResourcesTag", tagged);
    expect(names.map((name) => tencent.keys.tagsOf(name))).toEqual(names.map(() => ({ team: "web" })));

    await tag("CreateTag", { TagKey: "team", TagValue: "data" });
    const changed = { ...tagged, TagValue: "data" };
    expect(await refusal(tag("AttachResourcesTag", changed))).toBe("ResourceInUse.TagKeyAttached");
    tencent.keys.setTags(first, {});
    expect(await refusal(tag("ModifyResourcesTagValue", changed))).toBe("ResourceNotFound.AttachedTagKeyNotFound");
    await tag("ModifyResourcesTagValue", { ...changed, ...byIds(names.slice(1)) });
    expect(tencent.keys.tagsOf(second)).toEqual({ team: "data" });

    const removed = { ...byIds(names), TagKey: "team" };
    expect(await refusal(tag("DetachResourcesTag", removed))).toBe("ResourceNotFound.AttachedTagKeyNotFound");
    expect(tencent.keys.tagsOf(second)).toEqual({ team: "data" });
    await tag("DetachResourcesTag", { ...removed, ...byIds(names.slice(1)) });
    expect(tencent.keys.tagsOf(second)).toEqual({});
  });

  it.each<[string, Body, string]>([
    ["51 resources", { ResourceIds: Array.from({ length: 51 }, () => "x") }, "LimitExceeded.ResourceNumPerRequest"],
    ["a key that does not exist", { ResourceIds: ["creatorUin/1/2"] }, "InvalidParameterValue.ResourceIdInvalid"],
    ["a service without tags", { ServiceType: "cvm" }, "InvalidParameterValue.ServiceTypeInvalid"],
    ["a prefix of another service", { ResourcePrefix: "secret" }, "InvalidParameterValue.ResourcePrefixInvalid"],
    ["a region that is not served", { ResourceRegion: "ap-nowhere" }, "InvalidParameterValue.RegionInvalid"],
  ])("refuse %s", async (_what, changed, code) => {
    const { name } = tencent.keys.createKey({ tags: { a: "b" } });
    const request = { ...byIds([name]), TagKey: "a", TagValue: "b", ...changed };
    expect(await refusal(tag("AttachResourcesTag", request))).toBe(code);
  });
});

describe("ModifyResourceTags", () => {
  it("writes and removes in one request", async () => {
    const { name } = tencent.keys.createKey({ tags: { team: "web", old: "1" } });
    const change = { Resource: name, ReplaceTags: tagList({ team: "data" }), DeleteTags: [{ TagKey: "old" }] };
    await tag("ModifyResourceTags", change);
    expect(tencent.keys.tagsOf(name)).toEqual({ team: "data" });
    const outcomes = [
      await outcome(tag("ModifyResourceTags", { Resource: name })),
      await outcome(tag("ModifyResourceTags", { Resource: name, ReplaceTags: [] })),
      await outcome(tag("ModifyResourceTags", { ...change, DeleteTags: [{ TagKey: "team" }] })),
    ];
    expect(outcomes).toEqual([
      "MissingParameter",
      "InvalidParameter.Tag",
      "InvalidParameterValue.DeleteTagsParamError",
    ]);
  });
});

describe("reading tags", () => {
  it("returns flat rows, 15 unless more are asked for, with the tags of the cloud itself", async () => {
    const keys = tencent.keys.addMany(3, {
      tags: Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`k${at}`, "v"])),
    });
    tencent.keys.setTags(keys[0]?.keyId ?? "", { "qcs:made-by": "cloud" });
    const of = byIds(keys.map(({ name }) => name));
    const first = await tag("DescribeResourceTagsByResourceIds", of);
    expect([first["TotalCount"], first["Limit"], (first["Tags"] as unknown[]).length]).toEqual([13, 15, 13]);
    expect((first["Tags"] as unknown[])[0]).toEqual({
      TagKey: "qcs:made-by",
      TagValue: "cloud",
      Category: "System",
      TagKeyMd5: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      TagValueMd5: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      ServiceType: "kms",
      ResourceId: of.ResourceIds[0],
    });
    const custom = { ...of, Category: "Custom", Limit: 5 };
    const last = await tag("DescribeResourceTagsByResourceIds", { ...custom, Offset: 10 });
    expect([last["TotalCount"], (last["Tags"] as unknown[]).length]).toEqual([12, 2]);
    expect(await refusal(tag("DescribeResourceTagsByResourceIds", { ...custom, Offset: 3 }))).toBe(
      "InvalidParameterValue.OffsetInvalid",
    );
  });

  it("pages through resources and tags with tokens", async () => {
    tencent.keys.addMany(3, { tags: { a: "1" } });
    tencent.keys.addMany(2);
    const first = await tag("GetResources", { MaxResults: 2 });
    const second = await tag("GetResources", { MaxResults: 2, PaginationToken: first["PaginationToken"] });
    expect([first, second].map((page) => (page["ResourceTagMappingList"] as unknown[]).length)).toEqual([2, 1]);
    expect(second["PaginationToken"]).toBe("");
    expect(await refusal(tag("GetResources", { PaginationToken: "x" }))).toBe(
      "InvalidParameter.PaginationTokenInvalid",
    );
    await tag("CreateTag", { TagKey: "b", TagValue: "2" });
    expect((await tag("GetTagKeys", {}))["TagKeys"]).toEqual(["a", "b"]);
    expect(await refusal(tag("DeleteTag", { TagKey: "a", TagValue: "1" }))).toBe("FailedOperation.TagAttachedResource");
    await tag("DeleteTag", { TagKey: "b", TagValue: "2" });
    expect((await tag("GetTags", {}))["Tags"]).toEqual([{ TagKey: "a", TagValue: "1", Category: "Custom" }]);
  });
});

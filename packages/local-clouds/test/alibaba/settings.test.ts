import { afterEach, describe, expect, test } from "vitest";
import type { AlibabaSettings } from "@crosstag/local-clouds";
import { call, outcome, refusal, tagJson, tagList, type Body } from "./support/clients.ts";
import { longLived, startServer, type TestServer } from "./support/test-server.ts";
import { sendAcs3 } from "./support/signed-request.ts";

let server: TestServer;
afterEach(() => server.close());

const start = async (settings: Partial<AlibabaSettings> = {}): Promise<TestServer> =>
  (server = await startServer({ settings }));
const numbered = (count: number, from = 0): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, "v"]));
const here = { RegionId: "cn-hangzhou", ResourceType: "key" };
const key = (tags = {}): string => server.cloud.keys.createKey({ tags }).keyId;
const tagOne = (KeyId: string, tags: Record<string, string>): Promise<Body> =>
  call(server, "TagResource", { KeyId, Tags: tagJson(tags) });
const tagMany = (ids: readonly string[], tags: Record<string, string>): Promise<Body> =>
  call(server, "TagResources", { ...here, ResourceId: ids, Tag: tagList(tags) });
const untagOne = (KeyId: string, keys: readonly string[]): Promise<Body> =>
  call(server, "UntagResource", { KeyId, TagKeys: JSON.stringify(keys) });
const untagMany = (ids: readonly string[], keys: readonly string[]): Promise<Body> =>
  call(server, "UntagResources", { ...here, ResourceId: ids, TagKey: keys });

const keysOf = (rows: unknown): string[] => (rows as { TagKey: string }[]).map(({ TagKey }) => TagKey);

describe("tagsPerResource", () => {
  test("20 by default, in both calls", async () => {
    await start();
    const full = key(numbered(20));
    for (const attempt of [tagOne(full, { more: "v" }), tagMany([full], { more: "v" })]) {
      expect(await refusal(attempt)).toMatchObject({ code: "Rejected.LimitExceeded", status: 400 });
    }
    await tagOne(full, { k0: "overwritten" });
    expect(server.cloud.keys.tagsOf(full)).toEqual({ ...numbered(20), k0: "overwritten" });
  });

  test("does not count system tags", async () => {
    await start();
    const full = key({ ...numbered(19), "acs:tag:createdby": "x" });
    await tagOne(full, { more: "v" });
    expect(Object.keys(server.cloud.keys.tagsOf(full))).toHaveLength(21);
  });

  test("10, with the configured code", async () => {
    await start({ tagsPerResource: 10, tagLimitCode: "NumberExceed.Tags" });
    const full = key(numbered(10));
    expect(await refusal(tagMany([full], { more: "v" }))).toMatchObject({ code: "NumberExceed.Tags", status: 400 });
  });
});

test.each([
  [10, 11],
  [20, 21],
])("tagsPerSingleCall %i refuses %i", async (most, tooMany) => {
  await start({ tagsPerSingleCall: most, tagsPerResource: 50 });
  await tagOne(key(), numbered(most));
  expect(await refusal(tagOne(key(), numbered(tooMany)))).toMatchObject({ code: "InvalidParameter" });
});

test("tagRefusalCode names every refusal of a tag itself", async () => {
  await start({ tagRefusalCode: "InvalidTagKey.Malformed" });
  const keyId = key();
  for (const attempt of [tagOne(keyId, { "acs:x": "v" }), tagMany([keyId], { "a b": "v" }), untagOne(keyId, [""])]) {
    expect(await refusal(attempt)).toMatchObject({ code: "InvalidTagKey.Malformed", status: 400 });
  }
});

test.each([[{ single: 256, batch: 128 }], [{ single: 128, batch: 256 }]])("valueLength %j", async (valueLength) => {
  await start({ valueLength });
  const keyId = key();
  await tagOne(keyId, { single: "v".repeat(valueLength.single) });
  await tagMany([keyId], { batch: "v".repeat(valueLength.batch) });
  expect(await refusal(tagOne(keyId, { a: "v".repeat(valueLength.single + 1) }))).toHaveProperty("status", 400);
  expect(await refusal(tagMany([keyId], { a: "v".repeat(valueLength.batch + 1) }))).toHaveProperty("status", 400);
});

describe("characters", () => {
  const odd = { "ключ with 空 🔑": "a b|c" };

  test("documented: a backslash in batch calls only, no other unusual character", async () => {
    await start();
    const keyId = key();
    await tagMany([keyId], { "a\\b": "c\\d" });
    for (const attempt of [tagOne(keyId, { "x\\y": "z" }), tagOne(keyId, odd), tagMany([keyId], odd)]) {
      expect(await refusal(attempt)).toMatchObject({ code: "InvalidParameter", status: 400 });
    }
    expect(server.cloud.keys.tagsOf(keyId)).toEqual({ "a\\b": "c\\d" });
  });

  test("any: all of them, lengths counted in characters", async () => {
    await start({ characters: "any" });
    const keyId = key();
    await tagOne(keyId, odd);
    await tagMany([keyId], { ["🔑".repeat(128)]: "🔑".repeat(128) });
    expect(await refusal(tagMany([keyId], { ["🔑".repeat(129)]: "" }))).toMatchObject({ code: "InvalidParameter" });
    expect(server.cloud.keys.tagsOf(keyId)).toMatchObject(odd);
  });
});

test("reservedPrefixes", async () => {
  await start({ reservedPrefixes: ["http://"] });
  const keyId = key();
  await tagOne(keyId, { "acs:x": "v", aliyun: "v" });
  expect(await refusal(tagOne(keyId, { "http://x": "v" }))).toMatchObject({ code: "InvalidParameter" });
});

test.each([
  [true, ["acs:tag:createdby", "mine"]],
  [false, ["mine"]],
])("systemTagsListed %s", async (systemTagsListed, expected) => {
  await start({ systemTagsListed });
  const keyId = key({ "acs:tag:createdby": "x", mine: "y" });
  const { Tags } = await call(server, "ListResourceTags", { KeyId: keyId });
  const { TagResources } = await call(server, "ListTagResources", { ...here, ResourceId: [keyId] });
  expect(keysOf((Tags as { Tag: unknown }).Tag)).toEqual(expected);
  expect(keysOf((TagResources as { TagResource: unknown }).TagResource)).toEqual(expected);
});

test.each([
  ["sensitive", { team: "a", Team: "b" }],
  ["insensitive", { Team: "b" }],
] as const)("tagKeyCase %s", async (tagKeyCase, expected) => {
  await start({ tagKeyCase });
  const keyId = key({ team: "a" });
  await tagMany([keyId], { Team: "b" });
  expect(server.cloud.keys.tagsOf(keyId)).toEqual(expected);
  await untagMany([keyId], ["TEAM", "team"]);
  expect(server.cloud.keys.tagsOf(keyId)).toEqual(tagKeyCase === "sensitive" ? { Team: "b" } : {});
});

test.each(["refuse", "last-wins"] as const)("duplicateTagKeys %s", async (duplicateTagKeys) => {
  await start({ duplicateTagKeys });
  const keyId = key();
  const twice = '[{"TagKey":"a","TagValue":"1"},{"TagKey":"a","TagValue":"2"}]';
  const attempt = call(server, "TagResource", { KeyId: keyId, Tags: twice });
  expect(await outcome(attempt)).toBe(duplicateTagKeys === "refuse" ? "400 InvalidParameter" : "200");
  expect(server.cloud.keys.tagsOf(keyId)).toEqual(duplicateTagKeys === "refuse" ? {} : { a: "2" });
});

test.each(["accept", "refuse"] as const)("emptyValueInBatch %s", async (emptyValueInBatch) => {
  await start({ emptyValueInBatch });
  const keyId = key();
  const attempt = tagMany([keyId], { batch: "" });
  expect(await outcome(attempt)).toBe(emptyValueInBatch === "refuse" ? "400 InvalidParameter" : "200");
  await tagOne(keyId, { single: "" });
  expect(server.cloud.keys.tagsOf(keyId)).toEqual(
    emptyValueInBatch === "accept" ? { batch: "", single: "" } : { single: "" },
  );
});

test.each(["success", "error"] as const)("untagAbsentKeySingle %s", async (untagAbsentKeySingle) => {
  await start({ untagAbsentKeySingle });
  const keyId = key({ a: "b" });
  const attempt = untagOne(keyId, ["a", "absent"]);
  expect(await outcome(attempt)).toBe(untagAbsentKeySingle === "error" ? "400 InvalidParameter" : "200");
  expect(server.cloud.keys.tagsOf(keyId)).toEqual(untagAbsentKeySingle === "error" ? { a: "b" } : {});
  await untagMany([keyId], ["absent"]);
});

test.each(["refuse", "accept"] as const)("emptyUntagList %s", async (emptyUntagList) => {
  await start({ emptyUntagList });
  const keyId = key({ a: "b" });
  const attempts = [untagOne(keyId, []), untagMany([keyId], []), untagMany([keyId], [""])];
  expect(await Promise.all(attempts.map(outcome))).toEqual(
    emptyUntagList === "refuse"
      ? ["400 InvalidParameter", "400 MissingParameter", "400 MissingParameter"]
      : ["200", "200", "200"],
  );
  expect(server.cloud.keys.tagsOf(keyId)).toEqual({ a: "b" });
});

test.each(["all-or-nothing", "applies-preceding"] as const)("batchAtomicity %s", async (batchAtomicity) => {
  await start({ batchAtomicity });
  const [first, full, pending, last] = [key(), key(numbered(20)), key(), key()];
  server.cloud.keys.setState(pending, "PendingDeletion");
  const applied = batchAtomicity === "applies-preceding";
  for (const [bad, status] of [
    ["key-unknown", 404],
    [full, 400],
    [pending, 409],
  ] as const) {
    server.cloud.keys.setTags(first, {});
    expect(await refusal(tagMany([first, bad, last], { a: "b" }))).toHaveProperty("status", status);
    expect(server.cloud.keys.tagsOf(first)).toEqual(applied ? { a: "b" } : {});
    expect(server.cloud.keys.tagsOf(last)).toEqual({});
  }
});

test.each(["refuse", "accept"] as const)("batchOnPendingDeletion %s", async (batchOnPendingDeletion) => {
  await start({ batchOnPendingDeletion });
  const keyId = key();
  server.cloud.keys.setState(keyId, "PendingDeletion");
  expect(await outcome(tagMany([keyId], { a: "b" }))).toBe(
    batchOnPendingDeletion === "accept" ? "200" : "409 Rejected.PendingDeletion",
  );
  expect(await outcome(tagOne(keyId, { a: "b" }))).toBe("409 Rejected.PendingDeletion");
});

test.each<[Partial<AlibabaSettings>, string[]]>([
  [{}, ["both.env", "both.team"]],
  [{ filteredRows: "all-tags" }, ["both.env", "both.other", "both.team"]],
  [{ tagFilters: "any" }, ["both.env", "both.team", "one.team"]],
  [{ tagFilters: "any", filteredRows: "all-tags" }, ["both.env", "both.other", "both.team", "one.other", "one.team"]],
])("tag filters under %j", async (settings, expected) => {
  await start(settings);
  server.cloud.keys.createKey({ keyId: "both", tags: { team: "a", env: "live", other: "x" } });
  server.cloud.keys.createKey({ keyId: "one", tags: { team: "a", other: "x" } });
  server.cloud.keys.createKey({ keyId: "none", tags: { team: "b" } });
  const Tag = [{ Key: "team", Value: "a" }, { Key: "env" }];
  const { TagResources } = await call(server, "ListTagResources", { ...here, Tag });
  const rows = (TagResources as { TagResource: { ResourceId: string; TagKey: string }[] }).TagResource;
  expect(rows.map(({ ResourceId, TagKey }) => `${ResourceId}.${TagKey}`).toSorted()).toEqual(expected);
});

test.each(["refuse", "accept"] as const)("foreignRegionId %s", async (foreignRegionId) => {
  await start({ foreignRegionId });
  const attempt = call(server, "ListTagResources", { ...here, RegionId: "cn-beijing" });
  expect(await outcome(attempt)).toBe(foreignRegionId === "accept" ? "200" : "400 InvalidParameter");
});

test.each(["refuse", "accept"] as const)("aliasInUntagResource %s", async (aliasInUntagResource) => {
  await start({ aliasInUntagResource });
  server.cloud.keys.createKey({ tags: { a: "b" }, aliases: ["alias/mine"] });
  const attempt = untagOne("alias/mine", ["a"]);
  expect(await outcome(attempt)).toBe(aliasInUntagResource === "accept" ? "200" : "400 Unsupported.Alias");
});

test.each([false, true])("deletionProtectionGuardsMaterial %s", async (deletionProtectionGuardsMaterial) => {
  await start({ deletionProtectionGuardsMaterial });
  const { keyId } = server.cloud.keys.createKey({ origin: "EXTERNAL", deletionProtection: true });
  const attempt = call(server, "DeleteKeyMaterial", { KeyId: keyId });
  expect(await outcome(attempt)).toBe(deletionProtectionGuardsMaterial ? "400 Rejected.UnsupportedOperation" : "200");
  expect(server.cloud.keys.describe(keyId).hasMaterial).toBe(deletionProtectionGuardsMaterial);
});

test.each([
  ["Rejected.Throttling", 429],
  ["Throttling", 400],
  ["Throttling.User", 400],
  ["Throttling.Api", 400],
] as const)("throttlingCode %s has status %i", async (throttlingCode, status) => {
  await start({ throttlingCode });
  server.faults.add({ kind: "throttle" });
  const refused = await refusal(tagOne(key(), { a: "b" }));
  expect(refused).toMatchObject({ code: throttlingCode, status });
  expect("HttpStatus" in refused.data).toBe(status === 429);
});

test.each(["InvalidTimeStamp.Expired", "IllegalTimestamp"] as const)("clockSkewCode %s", async (clockSkewCode) => {
  await start({ clockSkewCode });
  const answer = await sendAcs3(server, "ListKeys", { timestamp: "2020-01-01T00:00:00Z" });
  expect([answer.status, answer.json["Code"]]).toEqual([400, clockSkewCode]);
});

test.each([
  ["InvalidSecurityToken.Expired", 400],
  ["InvalidAccessKeyId.NotFound", 404],
] as const)("expiredTokenCode %s", async (expiredTokenCode, status) => {
  await start({ expiredTokenCode });
  const expired = { accessKeyId: "STS.old", accessKeySecret: "s", securityToken: "t", expiresAt: Date.now() - 1 };
  server.cloud.addCredentials(expired);
  expect(await refusal(call(server, "ListKeys", {}, undefined, expired))).toMatchObject({
    code: expiredTokenCode,
    status,
  });
  server.cloud.addCredentials({ ...expired, expiresAt: Date.now() + 60_000 });
  expect(await call(server, "ListKeys", {}, undefined, expired)).toHaveProperty("TotalCount", 0);
});

test.each(["accept", "refuse"] as const)("replayedNonce %s", async (replayedNonce) => {
  await start({ replayedNonce });
  expect((await sendAcs3(server, "ListKeys", { nonce: "n" })).status).toBe(200);
  const replayed = await sendAcs3(server, "ListKeys", { nonce: "n" });
  expect(replayed.json["Code"]).toBe(replayedNonce === "refuse" ? "SignatureNonceUsed" : undefined);
  expect((await sendAcs3(server, "ListKeys", { nonce: "another" })).status).toBe(200);
});

test("a nonce of a refused signature can be used again with a valid one", async () => {
  await start({ replayedNonce: "refuse" });
  expect((await sendAcs3(server, "ListKeys", { nonce: "n", secret: "wrong" })).status).toBe(400);
  expect((await sendAcs3(server, "ListKeys", { nonce: "n", secret: longLived.accessKeySecret })).status).toBe(200);
});

test.each([
  ["response", "ListKeysResponse"],
  ["KMS", "KMS"],
] as const)("xmlRoot %s", async (xmlRoot, root) => {
  await start({ xmlRoot });
  const answer = await sendAcs3(server, "ListKeys", { parameters: { Format: "XML" } });
  expect(answer.text).toMatch(new RegExp(`^<\\?xml version="1.0" encoding="UTF-8"\\?><${root}>.*</${root}>$`));
});

import { afterEach, expect, test } from "vitest";
import { createAlibabaCloud } from "../../src/alibaba/alibaba-cloud.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { call, refusal, tagJson, tagList } from "./support/clients.ts";
import { longLived, startServer, type TestServer } from "./support/test-server.ts";

let server: TestServer;
afterEach(() => server.close());

const here = { RegionId: "cn-hangzhou", ResourceType: "key" };

test("shows a change to readers only after the delay, and to writers immediately", async () => {
  const clock = new ManualClock();
  server = await startServer({ clock, consistency: { delayMs: 1000 }, settings: { tagsPerResource: 2 } });
  const { keyId } = server.cloud.keys.createKey({ origin: "EXTERNAL", tags: { old: "v" } });
  const tagsRead = async (): Promise<unknown> =>
    (await call(server, "ListTagResources", { ...here, ResourceId: [keyId] }))["TagResources"];
  const rows = (keys: readonly string[]): unknown => ({
    TagResource: keys.map((TagKey) => ({ ResourceId: keyId, ResourceType: "key", TagKey, TagValue: "v" })),
  });
  await call(server, "TagResources", { ...here, ResourceId: [keyId], Tag: tagList({ new: "v" }) });
  await call(server, "DeleteKeyMaterial", { KeyId: keyId });
  expect(await tagsRead()).toEqual(rows(["old"]));
  expect(await call(server, "DescribeKey", { KeyId: keyId })).toMatchObject({ KeyMetadata: { KeyState: "Enabled" } });
  const third = call(server, "TagResource", { KeyId: keyId, Tags: tagJson({ third: "v" }) });
  expect(await refusal(third)).toMatchObject({ code: "Rejected.LimitExceeded" });
  clock.advance(1000);
  expect(await tagsRead()).toEqual(rows(["old", "new"]));
  expect(await call(server, "DescribeKey", { KeyId: keyId })).toMatchObject({
    KeyMetadata: { KeyState: "PendingImport" },
  });
});

test("shows a new key and a new secret to readers only after the delay", async () => {
  const clock = new ManualClock();
  server = await startServer({ clock, consistency: { delayMs: 1000 } });
  const { KeyMetadata } = await call(server, "CreateKey", { Origin: "EXTERNAL" });
  const { KeyId, KeyState } = KeyMetadata as { KeyId: string; KeyState: string };
  expect(KeyState).toBe("PendingImport");
  await call(server, "CreateSecret", { SecretName: "new", SecretData: "x", VersionId: "v1" });
  const describe = (): Promise<unknown> => call(server, "DescribeKey", { KeyId });
  expect(await refusal(describe())).toMatchObject({ code: "Forbidden.KeyNotFound" });
  expect(await call(server, "ListKeys", {})).toMatchObject({ TotalCount: 0, Keys: { Key: [] } });
  expect(await call(server, "ListSecrets", {})).toMatchObject({ TotalCount: 0 });
  await call(server, "TagResource", { KeyId, Tags: tagJson({ a: "b" }) });
  clock.advance(1000);
  await describe();
  expect(await call(server, "ListKeys", {})).toMatchObject({ TotalCount: 1, Keys: { Key: [{ KeyId }] } });
  expect(await call(server, "ListSecrets", {})).toMatchObject({ TotalCount: 1 });
});

test("allows 30 changes a second, shared by all operations that change keys and tags, and more reads", async () => {
  const clock = new ManualClock();
  server = await startServer({ clock, quotas: "documented" });
  const { keyId } = server.cloud.keys.createKey();
  const tag = (): Promise<unknown> => call(server, "TagResource", { KeyId: keyId, Tags: tagJson({ a: "b" }) });
  for (let count = 0; count < 29; count += 1) await tag();
  await call(server, "DisableKey", { KeyId: keyId });
  expect(await refusal(tag())).toMatchObject({ code: "Rejected.Throttling", status: 429 });
  for (let count = 0; count < 50; count += 1) await call(server, "DescribeKey", { KeyId: keyId });
  expect(await refusal(call(server, "ListKeys", {}))).toMatchObject({ code: "Rejected.Throttling" });
  await call(server, "ListResourceTags", { KeyId: keyId });
  clock.advance(1000);
  await tag();
});

test.each([
  ["tags", "modify", "query"],
  ["secrets", "secrets", "secrets"],
] as const)("secretsQuotaGroup %s", async (secretsQuotaGroup, writing, reading) => {
  server = await startServer();
  const [cloud] = createAlibabaCloud({ credentials: [longLived], settings: { secretsQuotaGroup } }).regions;
  const group = (operation: string, parameters: Record<string, string>): string | undefined =>
    cloud?.quotaGroupOf({ operation, account: "", region: "", accessKeyId: "", parameters, resources: [] });
  for (const operation of ["TagResource", "UntagResource"]) {
    expect(group(operation, { SecretName: "s" })).toBe(writing);
    expect(group(operation, { KeyId: "k", SecretName: "" })).toBe("modify");
  }
  for (const operation of ["TagResources", "UntagResources"]) {
    expect(group(operation, { ResourceType: "secret" })).toBe(writing);
    expect(group(operation, { ResourceType: "key" })).toBe("modify");
  }
  expect(group("ListTagResources", { ResourceType: "secret" })).toBe(reading);
  expect(group("ListTagResources", { ResourceType: "key" })).toBe("query");
  expect(group("ListResourceTags", {})).toBe("listResourceTags");
  expect(group("CreateKey", {})).toBe("createKey");
  expect(group("CreateSecret", {})).toBe("createSecret");
  expect(cloud?.quotas).toEqual({
    modify: 30,
    query: 50,
    listResourceTags: 300,
    createKey: 10,
    createSecret: 10,
    assumeRole: 100,
    listAccounts: 20,
    listInFolder: 50,
    secrets: 40,
  });
});

test.each([
  [500, "InternalFailure"],
  [503, "ServiceUnavailableTemporary"],
] as const)("fails with status %i as %s", async (status, code) => {
  server = await startServer();
  server.faults.add({ kind: "server-error-json", status });
  expect(await refusal(call(server, "ListKeys", {}))).toMatchObject({ status, code });
});

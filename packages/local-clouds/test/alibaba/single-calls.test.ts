import { afterAll, beforeAll, expect, test } from "vitest";
import { call, refusal, tagJson } from "./support/clients.ts";
import { startServer, type TestServer } from "./support/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  server.cloud.keys.createKey({ keyId: "key-here" });
});
afterAll(() => server.close());

const numbered = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));

test("tags and untags a certificate", async () => {
  const { certificateId, arn } = server.cloud.certificates.create();
  expect(arn).toBe(`acs:kms:cn-hangzhou:1234567890123456:certificate/${certificateId}`);
  await call(server, "TagResource", { CertificateId: certificateId, Tags: tagJson({ a: "1", b: "2" }) });
  await call(server, "UntagResource", { CertificateId: certificateId, TagKeys: '["a"]' });
  expect(server.cloud.certificates.tagsOf(certificateId)).toEqual({ b: "2" });
});

test("accepts an id, an ARN, an alias or an alias's ARN for the key to tag", async () => {
  const { keyId, arn } = server.cloud.keys.createKey({ aliases: ["alias/mine"] });
  const references = [keyId, arn, "alias/mine", "acs:kms:cn-hangzhou:1234567890123456:alias/mine"];
  for (const [index, KeyId] of references.entries()) {
    await call(server, "TagResource", { KeyId, Tags: tagJson({ [`by-${index}`]: "v" }) });
  }
  expect(Object.keys(server.cloud.keys.tagsOf(arn))).toEqual(["by-0", "by-1", "by-2", "by-3"]);
});

test.each([
  ["no resource", { KeyId: undefined }, "MissingParameter"],
  ["two resources", { SecretName: "other" }, "InvalidParameter"],
  ["no tags", { Tags: undefined }, "MissingParameter"],
  ["an empty list", { Tags: "[]" }, "InvalidParameter"],
  ["tags that are not JSON", { Tags: "team=payments" }, "InvalidParameter"],
  ["tags that are not an array", { Tags: '{"team":"payments"}' }, "InvalidParameter"],
  ["names of the batch call", { Tags: '[{"Key":"a","Value":"b"}]' }, "InvalidParameter"],
  ["a value that is not a string", { Tags: '[{"TagKey":"a","TagValue":1}]' }, "InvalidParameter"],
  ["11 tags", { Tags: tagJson(numbered(11)) }, "InvalidParameter"],
  ["an empty key", { Tags: tagJson({ "": "v" }) }, "InvalidParameter"],
  ["a key of 129 characters", { Tags: tagJson({ ["k".repeat(129)]: "v" }) }, "InvalidParameter"],
  ["a value of 257 characters", { Tags: tagJson({ a: "v".repeat(257) }) }, "InvalidParameter"],
  ["the prefix aliyun", { Tags: tagJson({ "aliyun-x": "v" }) }, "InvalidParameter"],
  ["the prefix acs:", { Tags: tagJson({ "acs:x": "v" }) }, "InvalidParameter"],
  ["a space", { Tags: tagJson({ a: "b c" }) }, "InvalidParameter"],
  ["a letter that is not ASCII", { Tags: tagJson({ ä: "b" }) }, "InvalidParameter"],
  ["a backslash", { Tags: tagJson({ "a\\b": "c" }) }, "InvalidParameter"],
  ["the wrong spelling that a plain object causes", { KeyId: undefined, keyId: "key-1" }, "MissingParameter"],
  ["tags as a repeat list", { Tags: ["a"] }, "MissingParameter"],
])("refuses to tag with %s", async (_what, change, code) => {
  const { keyId } = server.cloud.keys.createKey({ tags: { before: "this" } });
  const parameters = { KeyId: keyId, Tags: tagJson({ a: "b" }), ...change };
  expect(await refusal(call(server, "TagResource", parameters))).toMatchObject({ code, status: 400 });
  expect(server.cloud.keys.tagsOf(keyId)).toEqual({ before: "this" });
});

test("accepts the longest keys and values", async () => {
  const { keyId } = server.cloud.keys.createKey();
  const tags = { ...numbered(9), ["k".repeat(128)]: "v".repeat(256) };
  await call(server, "TagResource", { KeyId: keyId, Tags: tagJson(tags) });
  expect(server.cloud.keys.tagsOf(keyId)).toEqual(tags);
});

test.each([
  ["no keys", undefined, "MissingParameter"],
  ["an empty list", "[]", "InvalidParameter"],
  ["keys that are not JSON", "a,b", "InvalidParameter"],
  ["a key that is not a string", "[1]", "InvalidParameter"],
  ["a key of 129 bytes", JSON.stringify(["ä".repeat(64) + "x"]), "InvalidParameter"],
  ["a system tag", '["acs:tag:createdby"]', "InvalidParameter"],
  ["a repeat list", ["a", "b"], "MissingParameter"],
])("refuses to untag with %s", async (_what, TagKeys, code) => {
  const { keyId } = server.cloud.keys.createKey({ tags: { a: "b", "acs:tag:createdby": "x" } });
  expect(await refusal(call(server, "UntagResource", { KeyId: keyId, TagKeys }))).toMatchObject({ code, status: 400 });
  expect(server.cloud.keys.tagsOf(keyId)).toEqual({ a: "b", "acs:tag:createdby": "x" });
});

test.each([
  ["TagResource", { KeyId: "key-unknown", Tags: tagJson({ a: "b" }) }, "Forbidden.KeyNotFound"],
  ["TagResource", { KeyId: "alias/unknown", Tags: tagJson({ a: "b" }) }, "Forbidden.AliasNotFound"],
  ["TagResource", { SecretName: "unknown", Tags: tagJson({ a: "b" }) }, "Forbidden.ResourceNotFound"],
  ["TagResource", { CertificateId: "unknown", Tags: tagJson({ a: "b" }) }, "Forbidden.ResourceNotFound"],
  ["UntagResource", { KeyId: "key-unknown", TagKeys: '["a"]' }, "Forbidden.KeyNotFound"],
  ["ListResourceTags", { KeyId: "key-unknown" }, "Forbidden.KeyNotFound"],
  ["DescribeKey", { KeyId: "acs:kms:cn-shanghai:1234567890123456:key/key-here" }, "Forbidden.KeyNotFound"],
  ["DescribeKey", { KeyId: "acs:kms:cn-hangzhou:9999999999999999:key/key-here" }, "Forbidden.KeyNotFound"],
  ["DescribeSecret", { SecretName: "unknown" }, "Forbidden.ResourceNotFound"],
  ["DeleteKeyMaterial", { KeyId: "key-unknown" }, "Forbidden.KeyNotFound"],
])("%s of %j is not found", async (operation, parameters, code) => {
  expect(await refusal(call(server, operation, parameters))).toMatchObject({ code, status: 404 });
});

test.each(["DeleteKeyMaterial", "ListResourceTags", "GetParametersForImport", "DisableKey"])(
  "%s does not accept an alias",
  async (operation) => {
    const parameters = { KeyId: "alias/mine", WrappingAlgorithm: "RSAES_OAEP_SHA_1", WrappingKeySpec: "RSA_2048" };
    expect(await refusal(call(server, operation, parameters))).toMatchObject({
      code: "Unsupported.Alias",
      status: 400,
    });
  },
);

test.each([
  ["CreateAlias", { KeyId: "key-1", AliasName: "no-prefix" }, 400, "InvalidParameter"],
  ["CreateAlias", { KeyId: "key-1", AliasName: "alias/fine" }, 404, "Forbidden.KeyNotFound"],
  ["CreateKey", { Origin: "external" }, 400, "InvalidParameter"],
  ["CreateKey", { Description: "d".repeat(8193) }, 400, "InvalidParameter"],
  ["CreateKey", { Tags: tagJson(numbered(21)) }, 400, "InvalidParameter"],
  ["CreateKey", { Tags: tagJson({ a: "v".repeat(129) }) }, 400, "InvalidParameter"],
  ["CreateSecret", { SecretName: "new", VersionId: "v1" }, 400, "MissingParameter"],
  ["ScheduleKeyDeletion", { KeyId: "key-1", PendingWindowInDays: 6 }, 400, "InvalidParameter"],
  ["ScheduleKeyDeletion", { KeyId: "key-1" }, 400, "MissingParameter"],
  ["SetDeletionProtection", { ProtectedResourceArn: "key-1" }, 400, "MissingParameter"],
  ["ListKeys", { PageSize: 101 }, 400, "InvalidParameter"],
  ["ListKeys", { PageNumber: 0 }, 400, "InvalidParameter"],
  ["ListSecrets", { FetchTags: "yes" }, 400, "InvalidParameter"],
])("%s refuses %j", async (operation, parameters, status, code) => {
  expect(await refusal(call(server, operation, parameters))).toMatchObject({ status, code });
});

test("creates neither an alias nor a secret twice", async () => {
  const { keyId } = server.cloud.keys.createKey({ aliases: ["alias/taken"] });
  const alias = { KeyId: keyId, AliasName: "alias/taken" };
  expect(await refusal(call(server, "CreateAlias", alias))).toMatchObject({ code: "AliasAlreadyExists", status: 400 });
  server.cloud.secrets.createSecret("taken");
  const secret = { SecretName: "taken", SecretData: "x", VersionId: "v1" };
  expect(await refusal(call(server, "CreateSecret", secret))).toMatchObject({
    code: "Rejected.ResourceExist",
    status: 409,
  });
});

test("neither returns nor stores a secret's value", async () => {
  await call(server, "CreateSecret", { SecretName: "hidden", SecretData: "canary-of-a-value", VersionId: "v1" });
  const answers = [
    await call(server, "DescribeSecret", { SecretName: "hidden", FetchTags: "true" }),
    await call(server, "ListSecrets", { FetchTags: "true" }),
  ];
  expect(JSON.stringify([answers, server.requests.entries])).not.toContain("canary-of-a-value");
});

import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { legacyClient, tagJson, type LegacyClient } from "./support/clients.ts";
import { wrapped } from "../support/rsa-wrapping.ts";
import { session, startServer, type TestServer } from "./support/test-server.ts";
import { kms } from "./support/sdk.ts";

let server: TestServer;
let client: LegacyClient;
beforeAll(async () => {
  server = await startServer();
  client = legacyClient(server);
});
afterAll(() => server.close());

const odd = "!'()*~+ & = % äöü 漢字 🔑";

test("tags, lists and untags a key", async () => {
  const { keyId } = server.cloud.keys.createKey();
  const tagged = await client.tagResource(
    new kms.TagResourceRequest({ keyId, tags: tagJson({ team: "payments", "a/b_c-d.e+f=g@h:i": "" }) }),
  );
  expect(tagged.requestId).toMatch(/^[0-9a-f-]{36}$/);
  const { tags } = await client.listResourceTags(new kms.ListResourceTagsRequest({ keyId }));
  expect(tags.tag.map(({ keyId: of, tagKey, tagValue }) => [of, tagKey, tagValue])).toEqual([
    [keyId, "team", "payments"],
    [keyId, "a/b_c-d.e+f=g@h:i", ""],
  ]);
  await client.untagResource(new kms.UntagResourceRequest({ keyId, tagKeys: JSON.stringify(["team", "absent"]) }));
  expect(server.cloud.keys.tagsOf(keyId)).toEqual({ "a/b_c-d.e+f=g@h:i": "" });
});

test("overwrites a tag's value and distinguishes tag keys that differ in case", async () => {
  const { keyId } = server.cloud.keys.createKey({ tags: { team: "a" } });
  await client.tagResource(new kms.TagResourceRequest({ keyId, tags: tagJson({ team: "b", Team: "c" }) }));
  expect(server.cloud.keys.tagsOf(keyId)).toEqual({ team: "b", Team: "c" });
});

test("tags a secret by its name and reads the tags back with DescribeSecret and ListSecrets", async () => {
  const secretName = "db/password";
  await client.createSecret(
    new kms.CreateSecretRequest({ secretName, secretData: odd, versionId: "v1", tags: tagJson({ made: "now" }) }),
  );
  await client.tagResource(new kms.TagResourceRequest({ secretName, tags: tagJson({ team: "payments" }) }));
  const described = await client.describeSecret(new kms.DescribeSecretRequest({ secretName, fetchTags: "true" }));
  expect(described.arn).toBe(`acs:kms:cn-hangzhou:1234567890123456:secret/${secretName}`);
  expect(described.tags.tag.map(({ tagKey, tagValue }) => [tagKey, tagValue])).toEqual([
    ["made", "now"],
    ["team", "payments"],
  ]);
  const untold = await client.describeSecret(new kms.DescribeSecretRequest({ secretName }));
  expect(untold.tags).toBeUndefined();
  const listed = await client.listSecrets(new kms.ListSecretsRequest({ fetchTags: "true" }));
  const own = listed.secretList.secret.find((secret) => secret.secretName === secretName);
  expect(own?.tags.tag).toHaveLength(2);
  await client.untagResource(new kms.UntagResourceRequest({ secretName, tagKeys: '["made"]' }));
  expect(server.cloud.secrets.tagsOf(secretName)).toEqual({ team: "payments" });
});

test("accepts an empty keyId with the secret's name", async () => {
  server.cloud.secrets.createSecret("named");
  await client.tagResource(new kms.TagResourceRequest({ keyId: "", secretName: "named", tags: tagJson({ a: "b" }) }));
  expect(server.cloud.secrets.tagsOf("named")).toEqual({ a: "b" });
  expect(server.requests.entries.at(-1)).toMatchObject({ operation: "TagResource", resources: ["named"] });
});

test("accepts an empty secretName with the key id", async () => {
  const { keyId } = server.cloud.keys.createKey();
  await client.tagResource(new kms.TagResourceRequest({ keyId, secretName: "", tags: tagJson({ a: "b" }) }));
  expect(server.cloud.keys.tagsOf(keyId)).toEqual({ a: "b" });
});

test("creates a key, gives it an alias, disables and enables it, schedules and cancels its deletion", async () => {
  const { keyMetadata } = await client.createKey(new kms.CreateKeyRequest({ description: odd }));
  const { keyId } = keyMetadata;
  expect(keyMetadata).toMatchObject({
    keyState: "Enabled",
    origin: "Aliyun_KMS",
    description: odd,
    deleteDate: "",
    materialExpireTime: "",
    arn: `acs:kms:cn-hangzhou:1234567890123456:key/${keyId}`,
  });
  await client.createAlias(new kms.CreateAliasRequest({ keyId, aliasName: "alias/payments" }));
  const aliases = await client.listAliases(new kms.ListAliasesRequest({}));
  expect(aliases.aliases.alias[0]).toMatchObject({
    keyId,
    aliasName: "alias/payments",
    aliasArn: "acs:kms:cn-hangzhou:1234567890123456:alias/payments",
  });
  const stateOf = async (): Promise<string> =>
    (await client.describeKey(new kms.DescribeKeyRequest({ keyId: "alias/payments" }))).keyMetadata.keyState;
  await client.disableKey(new kms.DisableKeyRequest({ keyId }));
  expect(await stateOf()).toBe("Disabled");
  await client.enableKey(new kms.EnableKeyRequest({ keyId }));
  expect(await stateOf()).toBe("Enabled");
  await client.scheduleKeyDeletion(new kms.ScheduleKeyDeletionRequest({ keyId, pendingWindowInDays: 7 }));
  expect(await stateOf()).toBe("PendingDeletion");
  await client.cancelKeyDeletion(new kms.CancelKeyDeletionRequest({ keyId }));
  expect(await stateOf()).toBe("Enabled");
});

test("imports key material into an external key and deletes it", async () => {
  const { keyMetadata } = await client.createKey(new kms.CreateKeyRequest({ origin: "EXTERNAL" }));
  const { keyId } = keyMetadata;
  expect(keyMetadata.keyState).toBe("PendingImport");
  const parameters = await client.getParametersForImport(
    new kms.GetParametersForImportRequest({
      keyId,
      wrappingAlgorithm: "RSAES_OAEP_SHA_256",
      wrappingKeySpec: "RSA_2048",
    }),
  );
  await client.importKeyMaterial(
    new kms.ImportKeyMaterialRequest({
      keyId,
      encryptedKeyMaterial: wrapped(randomBytes(32), parameters.publicKey, "RSAES_OAEP_SHA_256"),
      importToken: parameters.importToken,
      keyMaterialExpireUnix: 0,
    }),
  );
  expect(server.cloud.keys.describe(keyId)).toMatchObject({ state: "Enabled", hasMaterial: true });
  await client.deleteKeyMaterial(new kms.DeleteKeyMaterialRequest({ keyId }));
  expect(server.cloud.keys.describe(keyId)).toMatchObject({ state: "PendingImport", hasMaterial: false });
});

test("pages through keys by page number", async () => {
  const own = await startServer();
  const keyIds = own.cloud.keys.addMany(25).map(({ keyId }) => keyId);
  const pages = [1, 2, 3, 4].map((pageNumber) =>
    legacyClient(own).listKeys(new kms.ListKeysRequest({ pageNumber, pageSize: 10 })),
  );
  const listed = await Promise.all(pages);
  expect(listed.map(({ totalCount }) => totalCount)).toEqual([25, 25, 25, 25]);
  expect(listed.flatMap(({ keys }) => keys.key.map(({ keyId }) => keyId))).toEqual(keyIds);
  await own.close();
});

test("signs in with a security token", async () => {
  const { keyId } = server.cloud.keys.createKey();
  await legacyClient(server, session).tagResource(new kms.TagResourceRequest({ keyId, tags: tagJson({ a: "b" }) }));
  expect(server.cloud.keys.tagsOf(keyId)).toEqual({ a: "b" });
  expect(server.requests.entries.at(-1)).toMatchObject({ accessKeyId: session.accessKeyId, resources: [keyId] });
});

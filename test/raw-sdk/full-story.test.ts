import { constants, createPublicKey, publicEncrypt, randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import {
  CreateKeyCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  KMSClient,
  ListKeysCommand,
  ListResourceTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import type Kms from "@alicloud/kms20160120";
import type OpenApi from "@alicloud/openapi-client";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { afterAll, beforeAll, expect, test } from "vitest";

/*
 * The clouds' own SDKs, unmodified from npm, against the local clouds: from an empty external key to one whose material
 * was deleted again. No code of Crosstag is between SDK and socket.
 */

const require = createRequire(import.meta.url);
const kmsSdk = require("@alicloud/kms20160120") as typeof Kms;
const openApi = require("@alicloud/openapi-client") as typeof OpenApi;

let clouds: LocalClouds;
beforeAll(async () => {
  clouds = await startLocalClouds({ qkms: {} });
});
afterAll(() => clouds.close());

/** As the owner of the material must do it. */
function wrap(publicKey: Uint8Array, material: Buffer): Buffer {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: "der", type: "spki" });
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, material);
}

test.each(["aws", "qkms"] as const)(
  "%s: @aws-sdk/client-kms creates, imports, tags, lists, untags, deletes and describes",
  async (name) => {
    const cloud = clouds[name];
    const kms = new KMSClient({ endpoint: cloud.endpoint, region: cloud.region, credentials: cloud.credentials });
    const created = await kms.send(
      new CreateKeyCommand({ Origin: "EXTERNAL", Tags: [{ TagKey: "made", TagValue: "now" }] }),
    );
    const KeyId = created.KeyMetadata?.KeyId ?? "";
    expect(created.KeyMetadata).toMatchObject({
      KeyState: "PendingImport",
      Origin: "EXTERNAL",
      Arn: `arn:aws:kms:${cloud.region}:${cloud.account}:key/${KeyId}`,
    });

    const wrapping = await kms.send(
      new GetParametersForImportCommand({
        KeyId,
        WrappingAlgorithm: "RSAES_OAEP_SHA_256",
        WrappingKeySpec: "RSA_3072",
      }),
    );
    const EncryptedKeyMaterial = wrap(wrapping.PublicKey ?? new Uint8Array(), randomBytes(32));
    await kms.send(
      new ImportKeyMaterialCommand({
        KeyId,
        ImportToken: wrapping.ImportToken,
        EncryptedKeyMaterial,
        ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE",
      }),
    );
    const stateOf = async () => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;
    expect(await stateOf()).toBe("Enabled");

    await kms.send(
      new TagResourceCommand({
        KeyId,
        Tags: [
          { TagKey: "team", TagValue: "Zahlungen für 漢字" },
          { TagKey: "empty", TagValue: "" },
        ],
      }),
    );
    const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId }));
    expect(Tags).toEqual([
      { TagKey: "empty", TagValue: "" },
      { TagKey: "made", TagValue: "now" },
      { TagKey: "team", TagValue: "Zahlungen für 漢字" },
    ]);
    await kms.send(new UntagResourceCommand({ KeyId, TagKeys: ["empty", "team", "absent"] }));
    expect(cloud.keys.tagsOf(KeyId)).toEqual({ made: "now" });

    await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId }));
    expect(await stateOf()).toBe("PendingImport");
    expect(cloud.keys.describe(KeyId).materials.map(({ imported }) => imported)).toEqual([false]);
    expect((await kms.send(new ListKeysCommand({}))).Keys?.map((key) => key.KeyId)).toEqual([KeyId]);
    kms.destroy();
  },
);

/** Host and port, the form of an endpoint for Alibaba's SDKs. */
function alibabaConfiguration() {
  const { credentials, endpoint, region } = clouds.alibaba;
  return { ...credentials, endpoint: endpoint.slice("http://".length), regionId: region, protocol: "http" };
}

test("alibaba: @alicloud/kms20160120 (HMAC-SHA1) creates, imports, tags, lists, untags, deletes and describes", async () => {
  const kms = new kmsSdk.default(alibabaConfiguration() as ConstructorParameters<typeof kmsSdk.default>[0]);
  const created = await kms.createKey(new kmsSdk.CreateKeyRequest({ origin: "EXTERNAL" }));
  const { keyId } = created.keyMetadata;
  expect(created.keyMetadata).toMatchObject({ keyState: "PendingImport", origin: "EXTERNAL" });

  const wrapping = await kms.getParametersForImport(
    new kmsSdk.GetParametersForImportRequest({
      keyId,
      wrappingAlgorithm: "RSAES_OAEP_SHA_256",
      wrappingKeySpec: "RSA_2048",
    }),
  );
  const encryptedKeyMaterial = wrap(Buffer.from(wrapping.publicKey, "base64"), randomBytes(32)).toString("base64");
  await kms.importKeyMaterial(
    new kmsSdk.ImportKeyMaterialRequest({
      keyId,
      encryptedKeyMaterial,
      importToken: wrapping.importToken,
      keyMaterialExpireUnix: 0,
    }),
  );
  const stateOf = async () => (await kms.describeKey(new kmsSdk.DescribeKeyRequest({ keyId }))).keyMetadata.keyState;
  expect(await stateOf()).toBe("Enabled");

  await kms.tagResource(
    new kmsSdk.TagResourceRequest({
      keyId,
      tags: '[{"TagKey":"team","TagValue":"payments"},{"TagKey":"empty","TagValue":""}]',
    }),
  );
  const { tags } = await kms.listResourceTags(new kmsSdk.ListResourceTagsRequest({ keyId }));
  expect(Object.fromEntries(tags.tag.map(({ tagKey, tagValue }) => [tagKey, tagValue]))).toEqual({
    team: "payments",
    empty: "",
  });
  await kms.untagResource(new kmsSdk.UntagResourceRequest({ keyId, tagKeys: '["empty"]' }));
  expect(clouds.alibaba.keys.tagsOf(keyId)).toEqual({ team: "payments" });

  await kms.deleteKeyMaterial(new kmsSdk.DeleteKeyMaterialRequest({ keyId }));
  expect(await stateOf()).toBe("PendingImport");
  expect(clouds.alibaba.keys.describe(keyId).hasMaterial).toBe(false);
});

/** Of a key, as CreateKey and DescribeKey answer. */
const metadataOf = (body: Record<string, unknown>) => body["KeyMetadata"] as Record<string, unknown>;

test("alibaba: @alicloud/openapi-client (ACS3) creates, imports, tags, lists, untags, deletes and describes", async () => {
  const client = new openApi.default(new openApi.Config(alibabaConfiguration()));
  const call = async (action: string, query: Record<string, string>): Promise<Record<string, unknown>> => {
    const parameters = {
      action,
      version: "2016-01-20",
      protocol: "HTTP",
      pathname: "/",
      method: "POST",
      authType: "AK",
      style: "RPC",
      reqBodyType: "formData",
      bodyType: "json",
    };
    const answer = await client.callApi(
      new openApi.Params(parameters),
      new openApi.OpenApiRequest({ query }),
      {} as Parameters<typeof client.callApi>[2],
    );
    return (answer as { body: Record<string, unknown> }).body;
  };
  const created = metadataOf(await call("CreateKey", { Origin: "EXTERNAL" }));
  const KeyId = String(created["KeyId"]);
  expect(created).toMatchObject({ KeyState: "PendingImport", Origin: "EXTERNAL" });

  const material = randomBytes(32);
  const importMaterial = async () => {
    const wrapping = await call("GetParametersForImport", {
      KeyId,
      WrappingAlgorithm: "RSAES_OAEP_SHA_256",
      WrappingKeySpec: "RSA_2048",
    });
    const EncryptedKeyMaterial = wrap(Buffer.from(String(wrapping["PublicKey"]), "base64"), material).toString(
      "base64",
    );
    await call("ImportKeyMaterial", {
      KeyId,
      EncryptedKeyMaterial,
      ImportToken: String(wrapping["ImportToken"]),
      KeyMaterialExpireUnix: "0",
    });
  };
  const stateOf = async () => metadataOf(await call("DescribeKey", { KeyId }))["KeyState"];
  await importMaterial();
  expect(await stateOf()).toBe("Enabled");

  const batch = { RegionId: clouds.alibaba.region, ResourceType: "key", "ResourceId.1": KeyId };
  await call("TagResources", {
    ...batch,
    "Tag.1.Key": "team",
    "Tag.1.Value": "payments",
    "Tag.2.Key": String.raw`a/b\c_d-e.f+g=h:i@j`,
    "Tag.2.Value": "v",
  });
  const listed = (await call("ListTagResources", batch))["TagResources"];
  expect(listed).toEqual({
    TagResource: [
      { ResourceId: KeyId, ResourceType: "key", TagKey: "team", TagValue: "payments" },
      { ResourceId: KeyId, ResourceType: "key", TagKey: String.raw`a/b\c_d-e.f+g=h:i@j`, TagValue: "v" },
    ],
  });
  await call("UntagResources", { ...batch, "TagKey.1": "team" });
  expect(clouds.alibaba.keys.tagsOf(KeyId)).toEqual({ [String.raw`a/b\c_d-e.f+g=h:i@j`]: "v" });
  await call("UntagResources", { ...batch, All: "true" });
  expect(clouds.alibaba.keys.tagsOf(KeyId)).toEqual({});

  await call("DeleteKeyMaterial", { KeyId });
  expect(await stateOf()).toBe("PendingImport");
  await importMaterial();
  expect(await stateOf()).toBe("Enabled");
});

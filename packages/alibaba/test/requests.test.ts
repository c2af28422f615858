import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AlibabaKmsDriver, createAlibabaKmsDriver } from "../src/index.ts";
import { makeClient } from "./support/make-client.ts";
import { context, referenceTo } from "./support/references.ts";
import { answerJson, REQUEST_ID, type StubServer, startStubServer } from "./support/stub-server.ts";

const keys = [referenceTo("key", "key-1"), referenceTo("key", "key-2")];
const secret = referenceTo("secret", "db/password");
const certificate = referenceTo("certificate", "770dbe42-e146-43d1-a55a-1355db860000");
const tags = new Map([
  ["team", "payments"],
  ["cost:centre", ""],
]);

let server: StubServer;
let driver: AlibabaKmsDriver;

beforeEach(async () => {
  server = await startStubServer();
  driver = await createAlibabaKmsDriver({ client: makeClient(server.host) });
});

afterEach(async () => {
  await driver.close();
  await server.close();
});

function sent() {
  return server.requests.map(({ headers, parameters }) => ({ action: headers["x-acs-action"], ...parameters }));
}

describe("requests for keys and secrets", () => {
  it("trap 1, 2, 5: TagResources as repeat lists of Key and Value, with the region", async () => {
    expect(await driver.writeTags({ kind: "key", resources: keys, tags }, context())).toEqual({
      requestId: REQUEST_ID,
    });
    expect(sent()).toEqual([
      {
        action: "TagResources",
        RegionId: "cn-hangzhou",
        ResourceType: "key",
        "ResourceId.1": "key-1",
        "ResourceId.2": "key-2",
        "Tag.1.Key": "team",
        "Tag.1.Value": "payments",
        "Tag.2.Key": "cost:centre",
        "Tag.2.Value": "",
      },
    ]);
  });

  it("trap 1, 6: UntagResources with the keys named, and never with All", async () => {
    await driver.removeTags({ kind: "secret", resources: [secret], tagKeys: ["team", "cost:centre"] }, context());
    expect(sent()).toEqual([
      {
        action: "UntagResources",
        RegionId: "cn-hangzhou",
        ResourceType: "secret",
        "ResourceId.1": "db/password",
        "TagKey.1": "team",
        "TagKey.2": "cost:centre",
      },
    ]);
  });

  it("trap 6: All only if all tags are removed, and never with a tag key", async () => {
    await driver.removeTags({ kind: "key", resources: [keys[0] as (typeof keys)[0]], tagKeys: "all" }, context());
    expect(sent()).toEqual([
      { action: "UntagResources", RegionId: "cn-hangzhou", ResourceType: "key", "ResourceId.1": "key-1", All: "true" },
    ]);
  });

  it("trap 6: an empty list of keys is refused and nothing is sent", async () => {
    await expect(driver.removeTags({ kind: "key", resources: keys, tagKeys: [] }, context())).rejects.toMatchObject({
      code: "invalid-request",
    });
    expect(sent()).toEqual([]);
  });

  it("trap 3: ListTagResources for keys and secrets alike; a secret's id is its name", async () => {
    server.answer = answerJson({ RequestId: REQUEST_ID, TagResources: { TagResource: [] } });
    await driver.readTags({ kind: "secret", resources: [secret] }, context());
    await driver.readTags({ kind: "key", resources: keys, cursor: "page-2" }, context());
    expect(sent()).toEqual([
      { action: "ListTagResources", RegionId: "cn-hangzhou", ResourceType: "secret", "ResourceId.1": "db/password" },
      {
        action: "ListTagResources",
        RegionId: "cn-hangzhou",
        ResourceType: "key",
        "ResourceId.1": "key-1",
        "ResourceId.2": "key-2",
        NextToken: "page-2",
      },
    ]);
  });

  it("tag keys with unusual order and characters arrive unchanged", async () => {
    const awkward = new Map([
      ["__proto__", "a&b=c"],
      ["a+b", "100%"],
      [String.raw`back\slash`, "x/y:z@w"],
    ]);
    await driver.writeTags({ kind: "key", resources: keys, tags: awkward }, context());
    expect(sent()[0]).toMatchObject({
      "Tag.1.Key": "__proto__",
      "Tag.1.Value": "a&b=c",
      "Tag.2.Key": "a+b",
      "Tag.2.Value": "100%",
      "Tag.3.Key": String.raw`back\slash`,
      "Tag.3.Value": "x/y:z@w",
    });
  });

  it("deletes key material by the key's id, and refuses an alias or a material id", async () => {
    await driver.deleteKeyMaterial({ resource: keys[0] as (typeof keys)[0] }, context());
    expect(sent()).toEqual([{ action: "DeleteKeyMaterial", KeyId: "key-1" }]);
    const alias = { ...referenceTo("key", "alias/payments"), alias: true };
    await expect(driver.deleteKeyMaterial({ resource: alias }, context())).rejects.toMatchObject({
      code: "invalid-request",
    });
    await expect(driver.deleteKeyMaterial({ resource: secret }, context())).rejects.toMatchObject({
      code: "unsupported",
    });
    await expect(
      driver.deleteKeyMaterial({ resource: keys[0] as (typeof keys)[0], materialId: "m" }, context()),
    ).rejects.toMatchObject({ code: "invalid-request" });
    expect(server.requests).toHaveLength(1);
  });
});

describe("requests for one resource", () => {
  it("trap 1, 2: certificates by TagResource and UntagResource, lists as JSON in one text", async () => {
    await driver.writeTags({ kind: "certificate", resources: [certificate], tags }, context());
    await driver.removeTags(
      { kind: "certificate", resources: [certificate], tagKeys: ["team", 'with"quote'] },
      context(),
    );
    expect(sent()).toEqual([
      {
        action: "TagResource",
        CertificateId: certificate.id,
        Tags: '[{"TagKey":"team","TagValue":"payments"},{"TagKey":"cost:centre","TagValue":""}]',
      },
      { action: "UntagResource", CertificateId: certificate.id, TagKeys: String.raw`["team","with\"quote"]` },
    ]);
  });

  it.each([
    ["readTags", () => driver.readTags({ kind: "certificate", resources: [certificate] }, context())],
    ["describeResource", () => driver.describeResource({ resource: certificate }, context())],
    ["listResources", () => driver.listResources({ kind: "certificate" }, context())],
    [
      "removeAllTags",
      () => driver.removeTags({ kind: "certificate", resources: [certificate], tagKeys: "all" }, context()),
    ],
  ] as const)("what certificates cannot have done is refused with the reason: %s", async (operation, call) => {
    const { capabilities } = driver;
    const capability = capabilities[operation]["certificate"];
    await expect(call()).rejects.toMatchObject({
      code: "unsupported",
      message: capability?.support === "no" ? capability.reason : "",
    });
    expect(server.requests).toHaveLength(0);
  });

  it("all of them, if the account's policies name only these operations", async () => {
    const single = await createAlibabaKmsDriver({
      client: makeClient(server.host),
      assumptions: { tagOperations: "single" },
    });
    const [key] = keys as [(typeof keys)[0]];
    await single.writeTags({ kind: "key", resources: [key], tags: new Map([["team", "payments"]]) }, context());
    await single.removeTags({ kind: "secret", resources: [secret], tagKeys: ["team"] }, context());
    server.answer = answerJson({
      RequestId: REQUEST_ID,
      Tags: { Tag: [{ KeyId: "key-1", TagKey: "team", TagValue: "payments" }] },
    });
    expect((await single.readTags({ kind: "key", resources: [key] }, context())).rows).toEqual([
      { id: "key-1", key: "team", value: "payments" },
    ]);
    const secretRead = single.readTags({ kind: "secret", resources: [secret] }, context());
    await expect(secretRead).rejects.toMatchObject({ problem: { kind: "malformed" } });
    server.requests.pop();
    const Tags = { Tag: [{ TagKey: "team", TagValue: "payments" }] };
    for (const [region, account] of [
      ["cn-shanghai", "1234567890"],
      ["cn-hangzhou", "9999999999"],
    ]) {
      const Arn = `acs:kms:${region}:${account}:secret/db/password`;
      server.answer = answerJson({ RequestId: REQUEST_ID, SecretName: "db/password", Arn, Tags });
      const placed = { ...secret, region: "cn-hangzhou", account: "1234567890" };
      const elsewhere = single.readTags({ kind: "secret", resources: [placed] }, context());
      await expect(elsewhere).rejects.toMatchObject({ problem: { kind: "malformed" } });
      server.requests.pop();
    }
    server.answer = answerJson({ RequestId: REQUEST_ID, SecretName: "db/password", Tags });
    expect((await single.readTags({ kind: "secret", resources: [secret] }, context())).rows).toEqual([
      { id: "db/password", key: "team", value: "payments" },
    ]);
    expect(sent()).toEqual([
      { action: "TagResource", KeyId: "key-1", Tags: '[{"TagKey":"team","TagValue":"payments"}]' },
      { action: "UntagResource", SecretName: "db/password", TagKeys: '["team"]' },
      { action: "ListResourceTags", KeyId: "key-1" },
      { action: "DescribeSecret", SecretName: "db/password", FetchTags: "true" },
    ]);
    await expect(single.writeTags({ kind: "key", resources: keys, tags }, context())).rejects.toMatchObject({
      code: "invalid-request",
    });
    await expect(single.removeTags({ kind: "key", resources: [key], tagKeys: "all" }, context())).rejects.toMatchObject(
      { code: "unsupported" },
    );
    await single.close();
  });
});

describe("answers that are not as documented", () => {
  it.each([
    ["rows that are not a list", { TagResources: { TagResource: "x" } }],
    ["a list of something else", { TagResources: [] }],
    ["a row without resource", { TagResources: { TagResource: [{ TagKey: "a", TagValue: "b" }] } }],
    ["a row without key", { TagResources: { TagResource: [{ ResourceId: "key-1", TagValue: "b" }] } }],
    ["a next page that is the same page", { TagResources: { TagResource: [] }, NextToken: "page-2" }],
    ["no list at all", {}],
    ["no list, and the end of it", { NextToken: "" }],
    ["null in the place of the wrapper", { TagResources: null }],
    ["a wrapper around nothing", { TagResources: {} }],
  ])("%s fails the call", async (_, body) => {
    server.answer = answerJson({ RequestId: REQUEST_ID, ...body });
    const error: unknown = await driver
      .readTags({ kind: "key", resources: keys, cursor: "page-2" }, context())
      .catch((reason: unknown) => reason);
    expect(driver.classify(error)).toMatchObject({ code: "internal", retry: "no", requestId: REQUEST_ID });
  });

  it.each([
    [{ TagResources: { TagResource: null } }],
    [{ TagResources: { TagResource: [] } }],
    [{ TagResources: { TagResource: [] }, NextToken: "" }],
  ])("an empty list can be %j", async (body) => {
    server.answer = answerJson({ RequestId: REQUEST_ID, ...body });
    expect(await driver.readTags({ kind: "key", resources: keys }, context())).toEqual({
      requestId: REQUEST_ID,
      rows: [],
    });
  });

  it.each([
    [{ Keys: { Key: [] } }],
    [{ Keys: { Key: [] }, PageNumber: 2, PageSize: 100, TotalCount: 0 }],
    [{ Keys: { Key: [] }, PageNumber: 1, PageSize: 0, TotalCount: 0 }],
    [{ Keys: { Key: [] }, PageNumber: 1, PageSize: 100, TotalCount: "0" }],
    [{ Keys: { Key: [] }, PageNumber: 1, PageSize: 100, TotalCount: -1 }],
    [{ Keys: { Key: "x" }, PageNumber: 1, PageSize: 100, TotalCount: 1 }],
  ])("a list %j does not count as the end", async (body) => {
    server.answer = answerJson({ RequestId: REQUEST_ID, ...body });
    await expect(driver.listResources({ kind: "key" }, context())).rejects.toMatchObject({
      problem: { kind: "malformed" },
    });
  });

  it("one invalid entry in a list does not hide the others", async () => {
    const arn = "acs:kms:cn-hangzhou:1234567890:key/key-1";
    const rows = [
      { KeyId: "key-1", KeyArn: arn },
      {},
      null,
      "key",
      { KeyId: 5 },
      { KeyId: "with\nline" },
      { KeyId: "key-2", KeyArn: arn },
      { KeyId: "weird_form" },
    ];
    server.answer = answerJson({
      RequestId: REQUEST_ID,
      Keys: { Key: rows },
      PageNumber: 1,
      PageSize: 100,
      TotalCount: 8,
    });
    const page = await driver.listResources({ kind: "key" }, context());
    expect(page).toMatchObject({ unreadable: 6, total: 8 });
    expect(page.resources).toMatchObject([
      { id: "key-1", region: "cn-hangzhou", account: "1234567890" },
      { id: "weird_form" },
    ]);
  });

  it.each([
    { KeyId: 5 },
    { Arn: "acs:kms:cn-hangzhou:1234567890:key/key-9" },
    { KeyState: 5 },
    { Origin: ["EXTERNAL"] },
    { Description: { a: 1 } },
    { CreationDate: 1e300 },
    { CreationDate: "yesterday" },
    { MaterialExpireTime: "never" },
    { Creator: {} },
  ])("a description with %j is refused", async (field) => {
    const key = { KeyId: "key-1", KeyState: "Enabled", Origin: "EXTERNAL" };
    server.answer = answerJson({ RequestId: REQUEST_ID, KeyMetadata: { ...key, ...field } });
    await expect(driver.describeResource({ resource: keys[0] as (typeof keys)[0] }, context())).rejects.toMatchObject({
      problem: { kind: "malformed" },
    });
  });

  it("a description without a name is refused", async () => {
    for (const body of [{}, { KeyMetadata: null }, { KeyMetadata: { KeyId: "" } }]) {
      server.answer = answerJson({ RequestId: REQUEST_ID, ...body });
      await expect(driver.describeResource({ resource: keys[0] as (typeof keys)[0] }, context())).rejects.toMatchObject(
        { problem: { kind: "malformed" } },
      );
    }
    await expect(driver.describeResource({ resource: secret }, context())).rejects.toMatchObject({
      problem: { kind: "malformed" },
    });
  });
});

describe("descriptions", () => {
  it("have the fields of the cloud, without empty ones", async () => {
    server.answer = answerJson({
      RequestId: REQUEST_ID,
      KeyMetadata: {
        Arn: "acs:kms:cn-hangzhou:1234567890:key/key-1",
        KeyId: "key-1",
        KeyState: "PendingImport",
        KeyUsage: "ENCRYPT/DECRYPT",
        KeySpec: "Aliyun_AES_256",
        Origin: "EXTERNAL",
        Creator: "1234567890",
        CreationDate: "2026-01-02T03:04:05Z",
        MaterialExpireTime: "",
        Description: "",
      },
    });
    const alias = { ...referenceTo("key", "alias/payments"), alias: true };
    expect(await driver.describeResource({ resource: alias }, context())).toEqual({
      reference: {
        provider: "alibaba",
        kind: "key",
        id: "key-1",
        alias: false,
        region: "cn-hangzhou",
        account: "1234567890",
        text: "key/alias/payments",
      },
      kind: "key",
      managedBy: "customer",
      state: "pending-import",
      stateAsGiven: "PendingImport",
      createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
      requestId: REQUEST_ID,
      key: { origin: "external", spec: "Aliyun_AES_256", usage: "ENCRYPT/DECRYPT" },
    });
  });

  it("have the expiry of the material, the owner of a service's key, and unknown states as given", async () => {
    server.answer = answerJson({
      RequestId: REQUEST_ID,
      KeyMetadata: {
        KeyId: "key-1",
        KeyState: "Inactive",
        Origin: "Aliyun_KMS",
        Creator: "Oss",
        MaterialExpireTime: "2027-01-01T00:00:00Z",
      },
    });
    expect(await driver.describeResource({ resource: keys[0] as (typeof keys)[0] }, context())).toMatchObject({
      managedBy: "cloud",
      state: "other",
      stateAsGiven: "Inactive",
      key: { origin: "cloud", expiresAt: Date.UTC(2027, 0, 1) },
    });
  });
});

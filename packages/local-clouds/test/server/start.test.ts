import { KMSClient, ListResourceTagsCommand, TagResourceCommand } from "@aws-sdk/client-kms";
import * as fc from "fast-check";
import { connect } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { startLocalClouds, type SeedFile } from "../../src/index.ts";
import { clientOf, startAws } from "../support/aws.ts";
import { sendRaw } from "../support/send-raw.ts";
import { signed } from "../support/sign-v4.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("by default AWS and Alibaba run, and accessing another cloud fails with the reason", async () => {
  await using clouds = await startLocalClouds();
  expect(clouds.aws).toMatchObject({ region: "us-east-1", account: "111122223333" });
  expect(clouds.aws.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(clouds.alibaba).toMatchObject({
    region: "cn-hangzhou",
    endpoints: { "cn-hangzhou": clouds.alibaba.endpoint },
  });
  expect(() => clouds.qkms).toThrow('startLocalClouds did not start "qkms". Set the option "qkms".');
});

test("an SDK needs only the environment", async () => {
  await using clouds = await startLocalClouds({ alibaba: false });
  const { keyId } = clouds.aws.keys.createKey();
  for (const [name, value] of Object.entries(clouds.environment())) vi.stubEnv(name, value);
  const kms = new KMSClient();
  await kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [{ TagKey: "a", TagValue: "b" }] }));
  kms.destroy();
  expect(clouds.aws.keys.tagsOf(keyId)).toEqual({ a: "b" });
});

test("the environment has variables for each cloud that runs", async () => {
  const session = { accessKeyId: "LTAISESSION", accessKeySecret: "secret", securityToken: "token" };
  await using clouds = await startLocalClouds({ aws: false, qkms: {}, alibaba: { credentials: [session] } });
  expect(clouds.environment()).toMatchObject({
    AWS_ENDPOINT_URL_KMS: clouds.qkms.endpoint,
    ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAISESSION",
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret",
    ALIBABA_CLOUD_SECURITY_TOKEN: "token",
    CROSSTAG_ALIBABA_ENDPOINT: clouds.alibaba.endpoint,
    CROSSTAG_AWS_DIALECT: "qkms",
  });
});

test("close destroys connections immediately, and can be repeated", async () => {
  const clouds = await startLocalClouds({ alibaba: false });
  const { hostname, port } = new URL(clouds.aws.endpoint);
  const socket = connect(Number(port), hostname);
  const closed = new Promise<void>((resolve) => {
    socket.on("close", () => {
      resolve();
    });
  });
  await new Promise<void>((resolve) => {
    socket.on("connect", resolve);
  });
  socket.on("error", () => undefined);
  socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
  await clouds.close();
  await closed;
  await clouds.close();
  await expect(sendRaw(clouds.aws.endpoint, { method: "POST", target: "/", headers: {}, body: "" })).rejects.toThrow(
    "ECONNREFUSED",
  );
});

test("a port in use fails the start, and stops the clouds that had started", async () => {
  await using first = await startLocalClouds({ alibaba: false });
  const port = Number(new URL(first.aws.endpoint).port);
  await expect(startLocalClouds({ aws: {}, alibaba: { port } })).rejects.toThrow("EADDRINUSE");
});

test.each<[object, string]>([
  [{ awz: {} }, 'options.awz is not a field. Did you mean "aws"?'],
  [{ aws: { region: "us-east-1" } }, 'aws.region is not a field. Did you mean "regions"?'],
  [{ aws: { settings: { tagOrdr: "by-key" } } }, 'aws.settings.tagOrdr is not a field. Did you mean "tagOrder"?'],
  [{ alibaba: { settings: { tagOrder: "by-key" } } }, "alibaba.settings.tagOrder is not a field."],
  [{ alibaba: { consistency: { delay: 5 } } }, 'alibaba.consistency.delay is not a field. Did you mean "delayMs"?'],
  [
    { aws: { credentials: { accessKeyId: "a", secretAccessKey: "hidden" } } },
    'aws.credentials must be a list: write [{ accessKeyId: "…", secretAccessKey: "…" }].',
  ],
  [
    { alibaba: { credentials: { accessKeyId: "a", accessKeySecret: "hidden" } } },
    'alibaba.credentials must be a list: write [{ accessKeyId: "…", accessKeySecret: "…" }].',
  ],
  [{ alibaba: { credentials: ["hidden"] } }, "alibaba.credentials[0] must be an object with fields."],
  [
    { alibaba: { credentials: [{ accessKeyId: "a", secretAccessKey: "hidden" }] } },
    'alibaba.credentials[0].secretAccessKey is not a field. Did you mean "accessKeySecret"?',
  ],
  [{ aws: { credentials: [{ accessKeyId: "a" }] } }, "aws.credentials[0].secretAccessKey must be a text."],
  [{ aws: { account: "1234" } }, "aws.account must be twelve digits."],
  [{ alibaba: { account: "main" } }, "alibaba.account must be digits."],
  [{ aws: { regions: "us-east-1" } }, 'aws.regions must be a list: write [ "…" ].'],
  [{ aws: { regions: ["US East"] } }, "aws.regions[0] must be a region id."],
  [{ alibaba: { regions: ["cn-hangzhou", "cn-hangzhou"] } }, "alibaba.regions names cn-hangzhou twice."],
  [{ aws: { port: 70_000 } }, "aws.port must be a whole number from 0 to 65535; 0 is any free port."],
  [{ qkms: { port: -1 } }, "qkms.port must be a whole number from 0 to 65535; 0 is any free port."],
  [{ alibaba: { port: "8080" } }, "alibaba.port must be a whole number from 0 to 65535; 0 is any free port."],
  [
    { alibaba: { port: 65_535, regions: ["cn-hangzhou", "cn-shanghai"] } },
    "alibaba.port is too high: 2 regions use that many ports in a row, up to 65535.",
  ],
])("the options %j fail the start, by name", async (options, text) => {
  const started = startLocalClouds(options);
  await expect(started).rejects.toThrow(TypeError);
  await expect(started).rejects.toThrow(text);
  await expect(started).rejects.not.toThrow("hidden");
});

test("a scene and a fault with a field that does not exist are errors of the test", async () => {
  await using clouds = await startLocalClouds();
  const { aws, alibaba } = clouds;
  expect(() => aws.keys.createKey({ managedBy: "AWS" } as object)).toThrow(
    'createKey.managedBy is not a field. Did you mean "manager"? Fields are region, keyId,',
  );
  expect(() => aws.keys.addMany(2, { awsManaged: true } as object)).toThrow('Did you mean "manager"?');
  expect(() => alibaba.keys.createKey({ tag: {} } as object)).toThrow(
    'createKey.tag is not a field. Did you mean "tags"?',
  );
  expect(aws.keys.list()).toEqual([]);
  expect(() => aws.faults.add({ kind: "throttle", time: 1 } as never)).toThrow(
    'fault.time is not a field. Did you mean "times"?',
  );
  expect(() => aws.faults.add({ kind: "throtle" } as never)).toThrow("The kind of a fault must be one of throttle,");
});

test("wrong options fail the start with one sentence", async () => {
  await expect(startLocalClouds({ aws: { regions: [] } })).rejects.toThrow(
    "aws.regions is empty: list at least one region.",
  );
  await expect(startLocalClouds({ alibaba: { credentials: [] } })).rejects.toThrow(
    "alibaba.credentials is empty: list at least one pair.",
  );
});

describe("seed", () => {
  const seed: SeedFile = {
    aws: {
      keys: [
        {
          keyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
          origin: "EXTERNAL",
          tags: { team: "payments" },
          aliases: ["alias/a"],
        },
        { count: 12, state: "Disabled" },
      ],
      reservedAliases: ["alias/aws/s3"],
    },
    qkms: { keys: [{}] },
    alibaba: {
      keys: [
        { count: 3, region: "cn-shanghai", tags: { team: "payments" } },
        { keyId: "key-mine", aliases: ["alias/a"] },
      ],
      secrets: [{ name: "password", tags: { a: "b" } }],
      certificates: [{ tags: { a: "b" } }],
    },
  };

  test("is in place from the start, on the clouds that run", async () => {
    const options = { aws: {}, alibaba: { regions: ["cn-hangzhou", "cn-shanghai"] } };
    await using clouds = await startLocalClouds({ ...options, seed: JSON.parse(JSON.stringify(seed)) as SeedFile });
    expect(clouds.aws.keys.list()).toHaveLength(13);
    expect(clouds.aws.keys.describe("1234abcd-12ab-34cd-56ef-1234567890ab")).toMatchObject({
      state: "Enabled",
      origin: "EXTERNAL",
      tags: { team: "payments" },
    });
    expect(clouds.alibaba.in("cn-shanghai").keys.list()).toHaveLength(3);
    expect(clouds.alibaba.keys.list().map(({ keyId }) => keyId)).toEqual(["key-mine"]);
    expect(clouds.alibaba.secrets.tagsOf("password")).toEqual({ a: "b" });
  });

  test.each<[object, string]>([
    [{ gcp: {} }, "seed.gcp is not a field. Fields are aws, qkms, alibaba, tencent."],
    [{ aws: { keys: [{}, { orgin: "EXTERNAL" }] } }, 'seed.aws.keys[1].orgin is not a field. Did you mean "origin"?'],
    [{ alibaba: { secrets: [{ nam: "x" }] } }, "seed.alibaba.secrets[0].nam is not a field"],
    [{ qkms: { key: [] } }, "seed.qkms.key is not a field"],
  ])("%j is refused", async (wrong, text) => {
    await expect(startLocalClouds({ seed: wrong })).rejects.toThrow(text);
  });
});

test("two resources of one id are an error of the test", async () => {
  await using clouds = await startLocalClouds({ aws: { regions: ["us-east-1", "eu-west-1"] } });
  const { aws, alibaba } = clouds;
  const { keyId } = aws.keys.createKey();
  aws.keys.createKey({ keyId, region: "eu-west-1" });
  const key = alibaba.keys.createKey();
  alibaba.secrets.createSecret("database");
  for (const [attempt, text] of [
    [() => aws.keys.createKey({ keyId }), `There is a key "${keyId}" in us-east-1 already.`],
    [() => alibaba.keys.createKey({ keyId: key.keyId }), `There is a "${key.keyId}" in cn-hangzhou already.`],
    [() => alibaba.secrets.createSecret("database"), 'There is a "database" in cn-hangzhou already.'],
  ] as const) {
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(text);
  }
  const twice = { aws: { keys: [{ keyId }, { keyId }] } };
  await expect(startLocalClouds({ seed: twice })).rejects.toThrow(TypeError);
});

/** The ids of two new keys, after some requests. */
async function idsAfter(requests: number): Promise<string[]> {
  const { aws, kms } = await startAws({}, { ids: "sequential" });
  for (let index = 0; index < requests; index += 1) {
    await kms.send(new ListResourceTagsCommand({ KeyId: "x" })).catch(() => undefined);
  }
  return aws.keys.addMany(2, { multiRegion: true }).map(({ keyId }) => keyId);
}

test("sequential ids repeat from run to run, whatever else was requested", async () => {
  expect(await idsAfter(0)).toEqual(["mrk-00000000000000000000000000000001", "mrk-00000000000000000000000000000002"]);
  expect(await idsAfter(3)).toEqual(await idsAfter(0));
});

describe("the request log", () => {
  test("keeps the newest, counts all, and is cleared", async () => {
    const { aws, kms } = await startAws({ requestLogCapacity: 3 });
    const keys = aws.keys.addMany(5);
    for (const { keyId } of keys) await kms.send(new ListResourceTagsCommand({ KeyId: keyId }));
    expect(aws.requests.entries.map(({ resources }) => resources[0])).toEqual(keys.slice(2).map(({ keyId }) => keyId));
    expect([aws.requests.count(), aws.requests.count("ListResourceTags"), aws.requests.count("TagResource")]).toEqual([
      5, 5, 0,
    ]);
    aws.requests.clear();
    expect([aws.requests.count(), aws.requests.entries]).toEqual([0, []]);
  });

  test("names the regions and ids that the answers carry", async () => {
    const { aws } = await startAws({ regions: ["us-east-1", "eu-west-1"] });
    const { arn } = aws.keys.createKey({ region: "eu-west-1" });
    const answer = await clientOf(aws, { region: "eu-west-1" }).send(new ListResourceTagsCommand({ KeyId: arn }));
    expect(aws.requests.entries).toMatchObject([
      { region: "eu-west-1", resources: [arn], status: 200, requestId: answer.$metadata.requestId },
    ]);
  });
});

test("whatever JSON is sent, the answer is one of the cloud's, never a defect", async () => {
  const { aws } = await startAws();
  const { keyId } = aws.keys.createKey({ origin: "EXTERNAL" });
  const operations = [
    "TagResource",
    "UntagResource",
    "ListResourceTags",
    "DeleteImportedKeyMaterial",
    "DescribeKey",
  ].concat(
    [
      "ListKeys",
      "ListAliases",
      "CreateKey",
      "CreateAlias",
      "ImportKeyMaterial",
      "GetParametersForImport",
      "ReplicateKey",
    ],
    ["ScheduleKeyDeletion", "CancelKeyDeletion", "EnableKey", "DisableKey", "RotateKeyOnDemand", "ListKeyRotations"],
  );
  const tags = fc.array(fc.oneof(fc.jsonValue(), fc.record({ TagKey: fc.jsonValue(), TagValue: fc.jsonValue() })));
  const body = fc.record(
    {
      KeyId: fc.oneof(fc.constant(keyId), fc.string(), fc.jsonValue()),
      Tags: fc.oneof(tags, fc.jsonValue()),
      TagKeys: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
      Limit: fc.jsonValue(),
      Marker: fc.jsonValue(),
      KeyMaterialId: fc.jsonValue(),
      ImportToken: fc.oneof(fc.base64String(), fc.jsonValue()),
      EncryptedKeyMaterial: fc.oneof(fc.base64String(), fc.jsonValue()),
      ValidTo: fc.jsonValue(),
      AliasName: fc.jsonValue(),
      TargetKeyId: fc.jsonValue(),
      KeySpec: fc.jsonValue(),
      ReplicaRegion: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...operations), body, async (operation, parameters) => {
      const headers = { host: new URL(aws.endpoint).host, "x-amz-target": `TrentService.${operation}` };
      const request = { method: "POST", target: "/", headers, body: JSON.stringify(parameters) };
      const { status, body: text } = await sendRaw(aws.endpoint, signed(request, aws.credentials));
      expect([200, 400]).toContain(status);
      if (text !== "") JSON.parse(text);
    }),
    { numRuns: 400 },
  );
});

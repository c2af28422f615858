import { request } from "node:http";
import {
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  KMSClient,
  ListKeysCommand,
  ListResourceTagsCommand,
  paginateListKeys,
  TagResourceCommand,
  UntagResourceCommand,
  type Tag,
} from "@aws-sdk/client-kms";
import { SignatureV4 } from "@smithy/signature-v4";
import spawn from "nano-spawn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Sha256 } from "./sha-256.ts";
import { callerNamed, denied, openWire, OWN_KEY, type WireScene } from "./open-wire.ts";

const READER = { accessKeyId: "SERVICEKEYOFREADER01", secretAccessKey: "the secret of a reader" };

let scene: WireScene;
beforeAll(async () => {
  const reader = callerNamed("reader", {
    allowOperation: (operation) => {
      if (operation !== "list-tags" && operation !== "find-resources") throw denied(`operations: ${operation}`);
    },
    maySee: ({ provider }) => provider === "alibaba",
  });
  scene = await openWire({ [READER.accessKeyId]: { secretAccessKey: READER.secretAccessKey, caller: reader } });
});
afterAll(() => scene[Symbol.asyncDispose]());

/** A key with what the table needs to know of its cloud. */
interface TriedKey {
  readonly name: string;
  /** A full name of a key that does not exist. */
  readonly missing: string;
  /** A key whose deletion is planned. */
  readonly dying: string;
  readonly alias: string;
  /** The tag key that the cloud keeps for itself. */
  readonly reserved: string;
  /** How many tags the cloud allows on a key. */
  readonly most: number;
}

const MISSING_ID = "00000000-0000-4000-8000-000000000000";

const KEYS: Readonly<Record<string, () => TriedKey>> = {
  aws: () => {
    const { keys, account, region } = scene.clouds.aws;
    return {
      name: keys.createKey().arn,
      missing: `arn:aws:kms:${region}:${account}:key/${MISSING_ID}`,
      dying: keys.createKey({ state: "PendingDeletion", tags: { a: "1" } }).arn,
      alias: "alias/some",
      reserved: "aws:owner",
      most: 50,
    };
  },
  alibaba: () => {
    const { keys, account, region } = scene.clouds.alibaba;
    return {
      name: keys.createKey().arn,
      missing: `acs:kms:${region}:${account}:key/${MISSING_ID}`,
      dying: keys.createKey({ state: "PendingDeletion", tags: { a: "1" } }).arn,
      alias: `acs:kms:${region}:${account}:alias/some`,
      reserved: "acs:owner",
      most: 20,
    };
  },
  tencent: () => {
    const { keys } = scene.clouds.tencent;
    const { name, keyId } = keys.createKey();
    return {
      name,
      missing: name.replace(keyId, MISSING_ID),
      dying: keys.createKey({ state: "PendingDelete", tags: { a: "1" } }).name,
      alias: "alias/some",
      reserved: "qcloud:owner",
      most: 50,
    };
  },
};

/** What a call comes to: what the client returns, or the name and the status of the error. */
async function resultOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${name} ${$metadata?.httpStatusCode ?? ""}`;
  }
}

function one(TagKey: string, TagValue = "x"): Tag {
  return { TagKey, TagValue };
}

/** Every call of the table, in its order, with its result. */
async function tell(client: KMSClient, key: TriedKey): Promise<readonly (readonly [string, unknown])[]> {
  const { name } = key;
  const tag = (tags: unknown, KeyId = name) =>
    resultOf(client.send(new TagResourceCommand({ KeyId, Tags: tags as Tag[] })).then(() => "done"));
  const untag = (keys: unknown, KeyId = name) =>
    resultOf(client.send(new UntagResourceCommand({ KeyId, TagKeys: keys as string[] })).then(() => "done"));
  const list = (more: object = {}, KeyId = name) =>
    resultOf(
      client
        .send(new ListResourceTagsCommand({ KeyId, ...more }))
        .then(({ Tags = [], Truncated }) => [
          Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])),
          Truncated,
        ]),
    );
  const first = await client.send(new ListResourceTagsCommand({ KeyId: name }));
  const page = async () => {
    const { NextMarker: Marker } = await client.send(new ListResourceTagsCommand({ KeyId: name, Limit: 2 }));
    return [await list({ Marker }), await list({ Marker }, key.dying), await list({ Marker: "made up" })];
  };
  const describeKey = async () => {
    const { KeyMetadata: metadata } = await client.send(new DescribeKeyCommand({ KeyId: name }));
    const { Arn, KeyState, Enabled, Origin, KeyManager, KeyUsage, MultiRegion, ExpirationModel } = metadata ?? {};
    const isDated = metadata?.CreationDate instanceof Date && metadata.CreationDate.getFullYear() > 2020;
    return {
      isSame: Arn === name,
      KeyState,
      Enabled,
      Origin,
      KeyManager,
      KeyUsage,
      MultiRegion,
      ExpirationModel,
      isDated,
    };
  };
  const listKeys = async () => {
    const found: (string | undefined)[] = [];
    for await (const { Keys = [] } of paginateListKeys({ client, pageSize: 3 }, {}))
      found.push(...Keys.map(({ KeyArn }) => KeyArn));
    return [found.includes(name), new Set(found).size === found.length, found.includes(key.missing)];
  };
  return [
    ["a key without tags", [first.Tags, first.Truncated]],
    ["tag", await tag([one("team", "payments"), one("stage")])],
    ["overwrite and add", await tag([one("stage", "test"), one("cost", "4711")])],
    ["list", await list()],
    ["a page, another key's, and a made-up marker", await page()],
    ["a tag key twice", await tag([one("a", "1"), one("a", "2")])],
    ["no tag", await tag([])],
    ["no list", await tag(undefined)],
    ["a list that is text", await tag("team=payments")],
    ["an empty tag key", await tag([one("")])],
    ["a long value", await tag([one("a", "v".repeat(257))])],
    ["a long tag key", await untag(["k".repeat(129)])],
    ["a reserved tag", await tag([one(key.reserved, "me")])],
    ["a control character", await tag([one("a\u0007")])],
    ["one tag more than a key can have", await tag(Array.from({ length: key.most - 2 }, (_, at) => one(`more-${at}`)))],
    ["a limit out of range", await list({ Limit: 0 })],
    ["untag, also what is not there", await untag(["cost", "nothing", "cost"])],
    ["nothing to untag", await untag([])],
    ["list again", await list()],
    ["no such key", [await tag([one("a")], key.missing), await untag(["a"], key.missing), await list({}, key.missing)]],
    ["a name that is none", [await tag([one("a")], "no-key"), await list({}, "arn:aws:kms:here")]],
    ["an alias", [await tag([one("a")], key.alias), await list({}, key.alias)]],
    ["a key whose deletion is planned", [await tag([one("a")], key.dying), await untag(["a"], key.dying)]],
    ["describe", await describeKey()],
    ["describe what is not there", await resultOf(client.send(new DescribeKeyCommand({ KeyId: key.missing })))],
    ["list keys", await listKeys()],
    ["a marker of keys that is made up", await resultOf(client.send(new ListKeysCommand({ Marker: "made up" })))],
  ];
}

/** Tencent Cloud's Tag service does not ask for the state of a key. */
const DIFFERENT: Readonly<Record<string, object>> = {
  tencent: { "a key whose deletion is planned": ["done", "done"] },
};

const TAGS = { cost: "4711", stage: "test", team: "payments" };

const EXPECTED = {
  "a key without tags": [[], false],
  tag: "done",
  "overwrite and add": "done",
  list: [TAGS, false],
  "a page, another key's, and a made-up marker": [
    [{ team: "payments" }, false],
    "InvalidMarkerException 400",
    "InvalidMarkerException 400",
  ],
  "a tag key twice": "TagException 400",
  "no tag": "TagException 400",
  "no list": "ValidationException 400",
  "a list that is text": "SerializationException 400",
  "an empty tag key": "ValidationException 400",
  "a long value": "ValidationException 400",
  "a long tag key": "ValidationException 400",
  "a reserved tag": "TagException 400",
  "a control character": "TagException 400",
  "one tag more than a key can have": "LimitExceededException 400",
  "a limit out of range": "ValidationException 400",
  "untag, also what is not there": "done",
  "nothing to untag": "TagException 400",
  "list again": [{ stage: "test", team: "payments" }, false],
  "no such key": ["NotFoundException 400", "NotFoundException 400", "NotFoundException 400"],
  "a name that is none": ["NotFoundException 400", "InvalidArnException 400"],
  "an alias": ["InvalidArnException 400", "InvalidArnException 400"],
  "a key whose deletion is planned": ["KMSInvalidStateException 400", "KMSInvalidStateException 400"],
  describe: {
    isSame: true,
    KeyState: "Enabled",
    Enabled: true,
    Origin: "AWS_KMS",
    KeyManager: "CUSTOMER",
    KeyUsage: "ENCRYPT_DECRYPT",
    MultiRegion: false,
    ExpirationModel: undefined,
    isDated: true,
  },
  "describe what is not there": "NotFoundException 400",
  "list keys": [true, true, false],
  "a marker of keys that is made up": "InvalidMarkerException 400",
};

describe("an unmodified client of AWS gets the same answers", () => {
  it("from AWS itself", async () => {
    const { endpoint, region, credentials } = scene.clouds.aws;
    const client = new KMSClient({ endpoint, region, credentials, maxAttempts: 1 });
    const key = KEYS["aws"]?.();
    expect(key && Object.fromEntries(await tell(client, key))).toEqual(EXPECTED);
    client.destroy();
  });

  it.each(Object.keys(KEYS))("from the service, for a key of %s", async (cloud) => {
    const key = KEYS[cloud]?.();
    expect(key && Object.fromEntries(await tell(scene.client(), key))).toEqual({ ...EXPECTED, ...DIFFERENT[cloud] });
  });
});

describe("the service's own answers", () => {
  it("has QKMS's names of errors and empty object, if its clients expect them", async () => {
    const { keys, account, region } = scene.clouds.aws;
    const full = keys.createKey({
      tags: Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`k-${at}`, "v"])),
    }).arn;
    const client = scene.client(OWN_KEY, scene.qkms);
    const tag = (KeyId: string) =>
      resultOf(client.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "a", TagValue: "1" }] })));
    expect([await tag(full), await tag(`arn:aws:kms:${region}:${account}:key/${MISSING_ID}`)]).toEqual([
      "TooManyTagsException 400",
      "KMSNotFoundException 400",
    ]);
    expect(keys.tagsOf(full)).not.toHaveProperty("a");
  });

  it("lets a caller do and see what its permissions allow", async () => {
    const own = scene.clouds.alibaba.keys.createKey({ tags: { team: "payments" } }).arn;
    const other = scene.clouds.aws.keys.createKey({ tags: { team: "payments" } }).arn;
    const client = scene.client(READER);
    const list = (KeyId: string) =>
      resultOf(client.send(new ListResourceTagsCommand({ KeyId })).then(({ Tags }) => Tags));
    expect(await list(own)).toEqual([{ TagKey: "team", TagValue: "payments" }]);
    const describeOther = () => client.send(new DescribeKeyCommand({ KeyId: other }));
    expect([await list(other), await resultOf(describeOther())]).toEqual(Array(2).fill("AccessDeniedException 400"));
    const tag = client.send(new TagResourceCommand({ KeyId: own, Tags: [{ TagKey: "a", TagValue: "1" }] }));
    await expect(tag).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("operations: tag-resource") as unknown,
    });
    const { Keys = [] } = await client.send(new ListKeysCommand({ Limit: 1000 }));
    expect(Keys.map(({ KeyArn = "" }) => KeyArn.slice(0, 4))).toEqual(Keys.map(() => "acs:"));
    expect(Keys.map(({ KeyArn }) => KeyArn)).toContain(own);
  });

  it("says of a short name that it fits several clouds, and of a secret that it is not a key", async () => {
    const { arn, keyId } = scene.clouds.aws.keys.createKey();
    scene.clouds.tencent.keys.createKey({ keyId });
    const secret = scene.clouds.alibaba.secrets.createSecret("database").arn;
    const list = (KeyId: string) => scene.client().send(new ListResourceTagsCommand({ KeyId }));
    await expect(list(keyId)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("several") as unknown,
    });
    await expect(list(secret)).rejects.toMatchObject({ name: "InvalidArnException" });
    expect((await list(arn)).Tags).toEqual([]);
  });

  it("describes imported keys of every cloud in AWS's words", async () => {
    const { aws, alibaba, tencent } = scene.clouds;
    const described = async (KeyId: string) =>
      (await scene.client().send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
    const imported = await Promise.all(
      [
        aws.keys.createKey({ origin: "EXTERNAL" }).arn,
        alibaba.keys.createKey({ origin: "EXTERNAL" }).arn,
        tencent.keys.createKey({ origin: "EXTERNAL" }).name,
      ].map(described),
    );
    for (const metadata of imported)
      expect(metadata).toMatchObject({
        Origin: "EXTERNAL",
        KeyState: "Enabled",
        ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE",
      });
    const empty = await described(alibaba.keys.createKey({ origin: "EXTERNAL", imported: false }).arn);
    expect(empty).toMatchObject({ KeyState: "PendingImport", Enabled: false });
    expect(empty).not.toHaveProperty("ExpirationModel");
    const replica = await described(aws.keys.createKey({ multiRegion: true }).arn);
    expect(replica).toMatchObject({ MultiRegion: true, MultiRegionConfiguration: { MultiRegionKeyType: "PRIMARY" } });
  });

  it("is logged as the operations that it stands for, with callers and codes, and without keys and values", async () => {
    const { arn } = scene.clouds.aws.keys.createKey();
    scene.log.length = 0;
    const tag = (TagKey: string) =>
      new TagResourceCommand({ KeyId: arn, Tags: [{ TagKey, TagValue: "canary-value" }] });
    await scene.client().send(tag("canary-key"));
    await resultOf(scene.client().send(tag("aws:canary-key")));
    await resultOf(scene.client({ ...OWN_KEY, secretAccessKey: "canary-secret" }).send(tag("canary-key")));
    const lines = scene.log.map((line) => JSON.parse(line) as object);
    const done = { operation: "tag-resource", caller: "test" };
    expect(lines).toMatchObject([
      { ...done, status: 200 },
      { ...done, status: 400, code: "tag-refused" },
      { status: 400, code: "unauthenticated" },
    ]);
    expect(lines[2]).not.toHaveProperty("caller");
    expect(scene.log.join("\n")).not.toContain("canary");
    // The same journal as that of the other routes: who, what and what became of it, without values.
    const lastWrites = async () => (await scene.recordsOf("writes.jsonl")).slice(-2);
    await expect.poll(lastWrites).toMatchObject([
      { caller: "test", operation: "tag-resource", resources: [arn], set: ["canary-key"] },
      { type: "outcomes", outcomes: [{ reference: arn, status: "changed" }] },
    ]);
    expect(JSON.stringify(await lastWrites())).not.toContain("canary-value");
  });

  it("deletes imported material of the keys that the operator has named, once for each signature, and keeps evidence", async () => {
    const { aws, alibaba, tencent } = scene.clouds;
    const client = scene.client();
    const material = (more: object) =>
      resultOf(client.send(new DeleteImportedKeyMaterialCommand({ KeyId: "", ...more })));
    const [key, other, own, third] = [
      aws.keys.createKey({ origin: "EXTERNAL" }).arn,
      alibaba.keys.createKey({ origin: "EXTERNAL" }).arn,
      aws.keys.createKey().arn,
      tencent.keys.createKey({ origin: "EXTERNAL" }).name,
    ];
    expect(await material({ KeyId: key })).toBe("AccessDeniedException 400");
    scene.deletable.push(own);
    expect(await material({ KeyId: key })).toBe("AccessDeniedException 400");
    expect(aws.keys.describe(key).state).toBe("Enabled");
    scene.deletable.push(key, other, third);
    const [{ id } = { id: "" }] = aws.keys.describe(key).materials;
    expect(await material({ KeyId: key, KeyMaterialId: "0".repeat(64) })).toBe("ValidationException 400");
    expect(await material({ KeyId: key })).toMatchObject({ KeyId: key, KeyMaterialId: id });
    expect(aws.keys.describe(key).state).toBe("PendingImport");
    expect(await material({ KeyId: key })).toMatchObject({ KeyId: key, KeyMaterialId: id });
    expect(aws.requests.count("DeleteImportedKeyMaterial")).toBe(1);
    expect(await material({ KeyId: other })).toMatchObject({ KeyId: other });
    expect(alibaba.keys.describe(other)).toMatchObject({ hasMaterial: false });
    expect(await material({ KeyId: own })).toBe("UnsupportedOperationException 400");
    expect(await material({ KeyId: third })).toMatchObject({ KeyId: third });
    expect(tencent.keys.describe(third)).toMatchObject({ hasMaterial: false });
    const by = { caller: "test", requestId: expect.any(String) as unknown };
    expect(await scene.recordsOf("evidence/delete-key-material.jsonl")).toMatchObject([
      { phase: "intent", reference: key, materialId: id, ...by },
      { phase: "outcome", reference: key, outcome: "changed", stateAfter: "PendingImport", ...by },
      { phase: "intent", reference: other, ...by },
      { phase: "outcome", reference: other, outcome: "changed", ...by },
      { phase: "intent", reference: third, ...by },
      { phase: "outcome", reference: third, outcome: "changed", ...by },
    ]);
    const body = JSON.stringify({ KeyId: key });
    const seen = await signedHeaders({ target: "TrentService.DeleteImportedKeyMaterial", body });
    expect(await send(seen, body)).toBe("undefined 200 with an id");
    // By now the same material may have been imported again.
    expect(await send(seen, body)).toBe("InvalidSignatureException 400 with an id");
  });

  it("refuses what no client of AWS sends", async () => {
    expect(await send({}, "{}")).toBe("MissingAuthenticationTokenException 400 with an id");
    expect(await statusOfLargeBody()).toBe(413);
    for (const [operation, message] of [
      ["Encrypt", /^This service does not offer Encrypt\. It offers TagResource, .*, ListKeys\.$/],
      ["ListAliases", / ListKeys\. To find the key of an alias, call DescribeKey with the alias as KeyId\. /],
    ] as const) {
      const headers = await signedHeaders({ target: `TrentService.${operation}` });
      const refused = await fetch(scene.endpoint, { method: "POST", headers, body: "{}" });
      expect([refused.status, await refused.json()]).toMatchObject([
        400,
        { __type: "UnknownOperationException", message: expect.stringMatching(message) as unknown },
      ]);
    }
    const form = await signedHeaders({ type: "application/x-www-form-urlencoded" });
    expect(await send(form, "{}")).toBe("UnknownOperationException 400 with an id");
    const text = await signedHeaders({ body: "Action=TagResource" });
    expect(await send(text, "Action=TagResource")).toBe("SerializationException 400 with an id");
  });
});

/** The name and status of a refusal. */
async function send(headers: Record<string, string>, body: string): Promise<string> {
  const answer = await fetch(scene.endpoint, { method: "POST", headers, body });
  const { __type: name } = (await answer.json()) as { __type: string };
  return `${name} ${answer.status} ${answer.headers.get("x-amzn-requestid") === null ? "" : "with an id"}`;
}

/** The status that the service answers to the announcement of a body that is too large. */
function statusOfLargeBody(): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(
      scene.endpoint,
      { method: "POST", headers: { "content-length": 1024 * 1024 + 1 } },
      (answer) => {
        resolve(answer.statusCode);
        answer.resume();
        sent.destroy();
      },
    );
    sent.on("error", reject);
    sent.flushHeaders();
  });
}

/** Headers that a program signs without an SDK. */
async function signedHeaders({
  target = "TrentService.ListKeys",
  type = "application/x-amz-json-1.1",
  body = "{}",
}): Promise<{ authorization: string } & Record<string, string>> {
  const { host } = new URL(scene.endpoint);
  const signer = new SignatureV4({ service: "kms", region: "any-1", credentials: OWN_KEY, sha256: Sha256 });
  const headers = { host, "content-type": type, "x-amz-target": target };
  const signed = await signer.sign({ method: "POST", protocol: "http:", hostname: host, path: "/", headers, body });
  return { authorization: "", ...signed.headers };
}

const hasAwsCommand = await spawn("aws", ["--version"]).then(
  () => true,
  () => false,
);

// The command of AWS is not a package of npm: where it is missing, there is nothing to try.
it.skipIf(!hasAwsCommand)("the command of AWS tags and lists a key of Alibaba Cloud by its acs: name", async () => {
  const { arn } = scene.clouds.alibaba.keys.createKey();
  const aws = async (...line: readonly string[]) => {
    const { stdout } = await spawn(
      "aws",
      ["kms", ...line, "--endpoint-url", scene.endpoint, "--region", "eu-north-1"],
      {
        env: {
          AWS_ACCESS_KEY_ID: OWN_KEY.accessKeyId,
          AWS_SECRET_ACCESS_KEY: OWN_KEY.secretAccessKey,
          AWS_SESSION_TOKEN: "",
          AWS_CONFIG_FILE: "/dev/null",
          AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
        },
      },
    );
    return stdout;
  };
  await aws("tag-resource", "--key-id", arn, "--tags", "TagKey=team,TagValue=payments");
  expect(scene.clouds.alibaba.keys.tagsOf(arn)).toEqual({ team: "payments" });
  expect(JSON.parse(await aws("list-resource-tags", "--key-id", arn))).toMatchObject({
    Tags: [{ TagKey: "team", TagValue: "payments" }],
  });
  const missing = arn.replace(/key\/.*$/, `key/${MISSING_ID}`);
  await expect(aws("untag-resource", "--key-id", missing, "--tag-keys", "team")).rejects.toMatchObject({
    stderr: expect.stringContaining("(NotFoundException) when calling the UntagResource operation") as unknown,
  });
});

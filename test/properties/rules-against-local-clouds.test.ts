import { KMSClient, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-kms";
import { alibabaKmsProfile, createAlibabaKmsDriver } from "@crosstag/alibaba";
import { adapter, awsKmsProfile, createAwsKmsDriver } from "@crosstag/aws";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { rulesFor } from "@crosstag/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { call as callAlibaba } from "../../packages/local-clouds/test/alibaba/support/clients.ts";
import { agreedOnKeys, agreedOnTags } from "./agreed-verdicts.ts";
import { Agreement } from "./agreement.ts";
import { ALIBABA_BATCH_UNTAG_DIFFERENCES, ALIBABA_DIFFERENCES, QKMS_DIFFERENCES } from "./differences.ts";
import { ASCII_LETTERS_AND_DIGITS, OBJECT_WORDS, tagList, tagSet, type TagShape } from "./hostile-tags.ts";
import { mapOf, record, referenceOf, throughDriver, type Wire } from "./wire.ts";

const AWS_SHAPE: TagShape = {
  characters: [...ASCII_LETTERS_AND_DIGITS, ...Array.from("_.:/=+-@ äßΩжאع漢かह𐐀𝟘𠮷"), "\u00A0", "\u3000", "\u2028"],
  keyLengths: [1, 127, 128, 129],
  valueLengths: [1, 255, 256, 257],
  counts: [1, 20, 49, 50, 51],
};

const ALIBABA_SHAPE: TagShape = {
  characters: [...ASCII_LETTERS_AND_DIGITS, ...Array.from(String.raw`/\_-.+=:@`)],
  keyLengths: [1, 127, 128, 129],
  valueLengths: [1, 127, 128, 129, 256, 257],
  counts: [1, 10, 19, 20, 21],
};

let clouds: LocalClouds;
beforeAll(async () => {
  clouds = await startLocalClouds({
    aws: { quotas: "off", requestLogCapacity: 1 },
    qkms: { quotas: "off", requestLogCapacity: 1 },
    alibaba: { quotas: "off", requestLogCapacity: 1 },
  });
  Object.assign(process.env, clouds.environment());
});
afterAll(() => clouds.close());

async function awsWire(dialect: "aws" | "qkms"): Promise<Wire> {
  const { endpoint, region, account, keys } = clouds[dialect];
  const driver = await createAwsKmsDriver({ dialect, endpoint, region, account });
  const { arn } = keys.createKey();
  return throughDriver(driver, referenceOf(driver, arn), {
    setTags: (tags) => keys.setTags(arn, record(tags)),
    tagsOf: () => keys.tagsOf(arn),
  });
}

async function serviceWire(name: "secretsmanager" | "acm"): Promise<Wire> {
  const { endpoint, region, account, secrets, certificates } = clouds.aws;
  const service = adapter.services?.find((known) => known.name === name);
  if (service === undefined) throw new Error(`AWS has no service ${name}.`);
  const driver = await service.createDriver({ endpoint, region, account });
  const [store, { arn }] =
    name === "acm"
      ? [certificates, certificates.createCertificate()]
      : [secrets, secrets.createSecret({ name: "properties" })];
  return throughDriver(driver, referenceOf(driver, arn), {
    setTags: (tags) => store.setTags(arn, record(tags)),
    tagsOf: () => store.tagsOf(arn),
  });
}

async function alibabaWire(kind: "key" | "secret" | "certificate", tagOperations: "batch" | "single"): Promise<Wire> {
  const { endpoint, region, account, keys, secrets, certificates } = clouds.alibaba;
  const driver = await createAlibabaKmsDriver({ endpoint, region, account, assumptions: { tagOperations } });
  const { arn, store } = {
    key: () => ({ ...keys.createKey(), store: keys }),
    secret: () => ({ ...secrets.createSecret(`properties/${tagOperations}`), store: secrets }),
    certificate: () => ({ ...certificates.create(), store: certificates }),
  }[kind]();
  return throughDriver(driver, referenceOf(driver, arn), {
    setTags: (tags) => store.setTags(arn, record(tags)),
    tagsOf: () => store.tagsOf(arn),
  });
}

/** Each run has a set of tags, often as many as a call takes; at least one in 50 gets the rarer verdict. */
const MOST_RUNS = 300;

describe("AWS: the cloud accepts what the rules accept, and refuses what they refuse", () => {
  test("tags, through the driver", async () => {
    expect(
      (
        await agreedOnTags(await awsWire("aws"), AWS_SHAPE, {
          runs: MOST_RUNS,
          limit: 50,
          cloudTag: "aws:by-the-cloud",
          differences: [],
        })
      ).rarerShare,
    ).toBeGreaterThan(0.02);
  });

  test("tags with duplicates, through the raw SDK", async () => {
    const { endpoint, region, credentials, keys } = clouds.aws;
    const kms = new KMSClient({ endpoint, region, credentials, maxAttempts: 1 });
    const { keyId } = keys.createKey();
    const driven = await awsWire("aws");
    expect(
      (
        await agreedOnTags(
          {
            ...driven,
            setTags: (tags) => keys.setTags(keyId, record(tags)),
            tagsOf: () => keys.tagsOf(keyId),
            write: (tags) =>
              kms.send(
                new TagResourceCommand({
                  KeyId: keyId,
                  Tags: tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })),
                }),
              ),
            remove: (tagKeys) => kms.send(new UntagResourceCommand({ KeyId: keyId, TagKeys: [...tagKeys] })),
            isRefusal: (error) => /^(?:TagException|ValidationException)$/.test((error as Error).name),
            readBack: () => Promise.resolve(new Map(Object.entries(keys.tagsOf(keyId)))),
          },
          AWS_SHAPE,
          { runs: 250, limit: 50, cloudTag: "aws:by-the-cloud", differences: [], sets: tagList(AWS_SHAPE) },
        )
      ).rarerShare,
    ).toBeGreaterThan(0.02);
    kms.destroy();
  });

  test("keys to remove", async () => {
    expect(
      (await agreedOnKeys(await awsWire("aws"), AWS_SHAPE, { runs: 300, differences: [] })).rarerShare,
    ).toBeGreaterThan(0.02);
  });

  test("QKMS: tags and keys to remove", async () => {
    const wire = await awsWire("qkms");
    expect(
      (
        await agreedOnTags(wire, AWS_SHAPE, {
          runs: 300,
          limit: 50,
          cloudTag: "aws:by-the-cloud",
          differences: QKMS_DIFFERENCES,
        })
      ).rarerShare,
    ).toBeGreaterThan(0.02);
    expect(
      (await agreedOnKeys(wire, AWS_SHAPE, { runs: 300, differences: QKMS_DIFFERENCES })).rarerShare,
    ).toBeGreaterThan(0.02);
  });
});

describe("Secrets and certificates of AWS: the cloud accepts what the rules accept, and refuses what they refuse", () => {
  test.each(["secretsmanager", "acm"] as const)("%s: tags and keys to remove", async (service) => {
    const wire = await serviceWire(service);
    const options = { limit: 50, cloudTag: "aws:by-the-cloud", differences: [] };
    expect((await agreedOnTags(wire, AWS_SHAPE, { runs: 150, ...options })).rarerShare).toBeGreaterThan(0.02);
    // ACM checks the characters of keys to remove, where the rules only warn: no certificate can have such a tag.
    if (service === "acm") return;
    expect((await agreedOnKeys(wire, AWS_SHAPE, { runs: 200, differences: [] })).rarerShare).toBeGreaterThan(0.02);
  });
});

describe("Alibaba: the cloud accepts what the rules accept, and refuses what they refuse", () => {
  const cloudTag = "acs:by-the-cloud";

  test("tags of keys in batch calls, through the driver", async () => {
    expect(
      (
        await agreedOnTags(await alibabaWire("key", "batch"), ALIBABA_SHAPE, {
          runs: MOST_RUNS,
          limit: 20,
          cloudTag,
          differences: ALIBABA_DIFFERENCES,
        })
      ).rarerShare,
    ).toBeGreaterThan(0.02);
  });

  test("tags of secrets in batch calls, through the driver", async () => {
    expect(
      (
        await agreedOnTags(await alibabaWire("secret", "batch"), ALIBABA_SHAPE, {
          runs: 250,
          limit: 20,
          cloudTag,
          differences: ALIBABA_DIFFERENCES,
        })
      ).rarerShare,
    ).toBeGreaterThan(0.02);
  });

  // A single call accepts 10 tags, which is a limit of the call that the engine keeps by splitting, not a rule.
  test.each(["key", "certificate"] as const)("tags of a %s in single calls, through the driver", async (kind) => {
    const sets = tagSet({ ...ALIBABA_SHAPE, counts: [1, 9, 10] }).map((tags) => tags.slice(0, 10));
    const wire = await alibabaWire(kind, kind === "key" ? "single" : "batch");
    // The cloud has no call that reads the tags of a certificate.
    const seen = { ...wire, readBack: () => Promise.resolve(new Map(Object.entries(wire.tagsOf()))) };
    expect(
      (
        await agreedOnTags(kind === "key" ? wire : seen, ALIBABA_SHAPE, {
          runs: MOST_RUNS,
          limit: 20,
          cloudTag,
          differences: ALIBABA_DIFFERENCES,
          sets,
        })
      ).rarerShare,
    ).toBeGreaterThan(0.02);
  });

  test.each(["batch", "single"] as const)(
    "tags with duplicates in %s calls, through the raw SDK",
    async (tagOperations) => {
      const { endpoint, region, keys } = clouds.alibaba;
      const server = { endpoint: endpoint.slice("http://".length) };
      const { keyId } = keys.createKey();
      const driven = await alibabaWire("key", tagOperations);
      const shape = { ...ALIBABA_SHAPE, counts: tagOperations === "batch" ? ALIBABA_SHAPE.counts : [1, 9] };
      expect(
        (
          await agreedOnTags(
            {
              ...driven,
              setTags: (tags) => keys.setTags(keyId, record(tags)),
              tagsOf: () => keys.tagsOf(keyId),
              write: (tags) =>
                tagOperations === "batch"
                  ? callAlibaba(
                      server,
                      "TagResources",
                      {
                        RegionId: region,
                        ResourceType: "key",
                        ResourceId: [keyId],
                        Tag: tags.map(({ key, value }) => ({ Key: key, Value: value })),
                      },
                      { signature: "acs3", parameters: "body" },
                      clouds.alibaba.credentials,
                    )
                  : callAlibaba(
                      server,
                      "TagResource",
                      {
                        KeyId: keyId,
                        Tags: JSON.stringify(tags.map(({ key, value }) => ({ TagKey: key, TagValue: value }))),
                      },
                      { signature: "v2", parameters: "query" },
                      clouds.alibaba.credentials,
                    ),
              isRefusal: (error) =>
                /^(?:InvalidParameter|Rejected\.LimitExceeded)$/.test((error as { code: string }).code),
              readBack: () => Promise.resolve(new Map(Object.entries(keys.tagsOf(keyId)))),
            },
            shape,
            {
              runs: 200,
              limit: 20,
              cloudTag,
              differences: ALIBABA_DIFFERENCES,
              sets: tagList(shape).map((tags) => (tagOperations === "batch" ? tags : tags.slice(-10))),
            },
          )
        ).rarerShare,
      ).toBeGreaterThan(0.02);
    },
  );

  test("keys to remove", async () => {
    expect(
      (
        await agreedOnKeys(await alibabaWire("key", "batch"), ALIBABA_SHAPE, {
          runs: 300,
          differences: ALIBABA_BATCH_UNTAG_DIFFERENCES,
        })
      ).rarerShare,
    ).toBeGreaterThan(0.02);
    expect(
      (
        await agreedOnKeys(await alibabaWire("secret", "single"), ALIBABA_SHAPE, {
          runs: 200,
          differences: ALIBABA_DIFFERENCES,
        })
      ).rarerShare,
    ).toBeGreaterThan(0.02);
  });
});

describe("names of inherited properties of a plain object are tag keys like any other", () => {
  const tags = OBJECT_WORDS.map((key) => ({ key, value: key }));

  test.each(["aws", "qkms", "alibaba, batch", "alibaba, single"])("%s", async (cloud) => {
    const wire = cloud.startsWith("alibaba")
      ? await alibabaWire("key", cloud.endsWith("batch") ? "batch" : "single")
      : await awsWire(cloud as "aws" | "qkms");
    wire.setTags([]);
    await wire.write(tags);
    expect(await wire.readBack()).toEqual(mapOf(tags));
    await wire.remove(["__proto__", "constructor"]);
    expect(
      Object.entries(wire.tagsOf())
        .map(([key]) => key)
        .toSorted(),
    ).toEqual(["hasOwnProperty", "toString", "valueOf"]);
  });
});

test("each difference exists: its example fits the rules and not the cloud, or the reverse", () => {
  const listed = [
    ...QKMS_DIFFERENCES.map((difference) => ({ difference, rules: awsKmsProfile("qkms").rules })),
    ...ALIBABA_BATCH_UNTAG_DIFFERENCES.map((difference) => ({
      difference,
      rules: rulesFor(alibabaKmsProfile().rules, "key"),
    })),
  ];
  for (const { difference, rules } of listed) {
    const verdicts = [new Agreement(rules), new Agreement(rules, [difference])].map((agreement) =>
      ALIBABA_BATCH_UNTAG_DIFFERENCES.includes(difference)
        ? agreement.ofKeys(difference.example.map(({ key }) => key))
        : agreement.ofTags(difference.example, []),
    );
    expect([difference.reason, ...verdicts.toSorted()]).toEqual([difference.reason, "accepted", "refused"]);
  }
});

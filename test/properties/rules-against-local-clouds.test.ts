import { KMSClient, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-kms";
import { alibabaKmsProfile, createAlibabaKmsDriver } from "@crosstag/alibaba";
import { awsKmsProfile, createAwsKmsDriver } from "@crosstag/aws";
import type { Tag, TagRule, TagRules } from "@crosstag/core";
import type { KmsDriver, Reference } from "@crosstag/core/driver";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { call as callAlibaba } from "../../packages/local-clouds/test/alibaba/support/clients.ts";
import { Agreement, type Difference } from "./agreement.ts";
import { ASCII_LETTERS_AND_DIGITS, OBJECT_WORDS, presentTags, tagList, tagSet, type TagShape } from "./hostile-tags.ts";

const AWS_SHAPE: TagShape = {
  characters: [...ASCII_LETTERS_AND_DIGITS, ..."_.:/=+-@ ", ..."äßΩжאع漢かह", ..."𐐀𝟘𠮷", "\u00A0", "\u3000", "\u2028"],
  keyLengths: [1, 127, 128, 129],
  valueLengths: [1, 255, 256, 257],
  counts: [1, 20, 49, 50, 51],
};

const ALIBABA_SHAPE: TagShape = {
  characters: [...ASCII_LETTERS_AND_DIGITS, ...String.raw`/\_-.+=:@`],
  keyLengths: [1, 127, 128, 129],
  valueLengths: [1, 127, 128, 129, 256, 257],
  counts: [1, 10, 19, 20, 21],
};

const one = (key: string, value = "v"): readonly Tag[] => [{ key, value }];

/** QKMS's pages name no reserved prefix; the rule is taken over from AWS and marked as assumed. */
const QKMS_DIFFERENCES: readonly Difference[] = [
  {
    rule: "aws.reserved-key-prefix",
    inTheCloud: undefined,
    reason: "reserved prefixes are assumed for QKMS",
    example: one("aws:team"),
  },
];

const RESERVED_SCHEME: Difference = {
  rule: "alibaba.reserved-scheme",
  inTheCloud: undefined,
  reason:
    "KMS documents `aliyun` and `acs:` only; http:// and https:// are refused as Terraform refuses them (assumed)",
  example: one("https://team"),
};

const ALIBABA_BATCH_DIFFERENCES: readonly Difference[] = [RESERVED_SCHEME];

const NO_BACKSLASH = "the page of TagResource lists no backslash, those of the batch operations do";
const withoutBackslash = (rule: TagRule): TagRule =>
  rule.check === "characters" ? { ...rule, allowed: rule.allowed.replace(String.raw`\\`, "") } : rule;

/** The page of TagResource is of 2019 and older than those of the batch operations. */
const ALIBABA_SINGLE_DIFFERENCES: readonly Difference[] = [
  RESERVED_SCHEME,
  { rule: "alibaba.key-characters", inTheCloud: withoutBackslash, reason: NO_BACKSLASH, example: one(String.raw`a\b`) },
  {
    rule: "alibaba.value-characters",
    inTheCloud: withoutBackslash,
    reason: NO_BACKSLASH,
    example: one("team", String.raw`a\b`),
  },
  {
    rule: "alibaba.value-length",
    inTheCloud: (rule) => (rule.check === "length" ? { ...rule, maximum: 256 } : rule),
    reason: "TagResource takes values of 256 characters; the rule is 128, which fits every operation",
    example: one("team", "v".repeat(256)),
  },
];

const ALIBABA_BATCH_UNTAG_DIFFERENCES: readonly Difference[] = [
  RESERVED_SCHEME,
  {
    rule: "alibaba.key-length",
    inTheCloud: (rule) => (rule.check === "length" ? { ...rule, unit: "code-points" } : rule),
    reason:
      "the rule counts bytes (UntagResource), UntagResources characters: no difference for keys that can be written",
    example: one("é".repeat(128)),
  },
];

/** Thousands of calls: seconds on an idle machine, more on a busy one. */
vi.setConfig({ testTimeout: 180_000 });

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

const context = () => ({ signal: new AbortController().signal, timeoutMs: 10_000 });

/** Tags and untags one resource over the wire, and says what is true of it afterwards. */
interface Wire {
  readonly rules: TagRules;
  setTags(tags: readonly Tag[]): void;
  tagsOf(): Readonly<Record<string, string>>;
  /** Rejects where the cloud refuses. */
  write(tags: readonly Tag[]): Promise<unknown>;
  remove(keys: readonly string[]): Promise<unknown>;
  /** What the cloud's refusal has to look like; throws for any other error. */
  expectRefusal(error: unknown): void;
  readBack(): Promise<ReadonlyMap<string, string>>;
}

function throughDriver(driver: KmsDriver, resource: Reference, truth: Pick<Wire, "setTags" | "tagsOf">): Wire {
  const { kind } = resource;
  return {
    ...truth,
    rules: driver.rules,
    write: (tags) =>
      driver.writeTags(
        { kind, resources: [resource], tags: new Map(tags.map(({ key, value }) => [key, value])) },
        context(),
      ),
    remove: (tagKeys) => driver.removeTags({ kind, resources: [resource], tagKeys }, context()),
    expectRefusal: (error) => {
      const { applied, code } = driver.classify(error);
      expect({ applied, code }).toEqual({
        applied: "no",
        code: expect.stringMatching(/^(?:tag-refused|limit-exceeded|refused|invalid-request)$/) as unknown,
      });
    },
    readBack: async () => {
      const rows = new Map<string, string>();
      let cursor: string | undefined;
      do {
        const page = await driver.readTags(
          { kind, resources: [resource], ...(cursor !== undefined && { cursor }) },
          context(),
        );
        for (const { key, value } of page.rows) rows.set(key, value);
        cursor = page.next;
      } while (cursor !== undefined);
      return rows;
    },
  };
}

/** Whatever the rules say of a random set over random present tags, the cloud does; what was written reads back the same. */
async function expectAgreement(
  wire: Wire,
  shape: TagShape,
  options: {
    readonly runs: number;
    readonly limit: number;
    readonly cloudTag: string;
    readonly differences: readonly Difference[];
    readonly sets?: fc.Arbitrary<readonly Tag[]>;
  },
): Promise<void> {
  const agreement = new Agreement(wire.rules, options.differences);
  await fc.assert(
    fc.asyncProperty(
      options.sets ?? tagSet(shape),
      presentTags(options.limit, options.cloudTag),
      async (tags, present) => {
        wire.setTags(present);
        const expected = agreement.ofTags(tags, present);
        const verdict = await verdictOf(wire, () => wire.write(tags));
        expect(verdict).toBe(expected);
        const after = mapOf(verdict === "accepted" ? [...present, ...tags] : present);
        expect(new Map(Object.entries(wire.tagsOf()))).toEqual(after);
        if (verdict === "accepted") expect(await wire.readBack()).toEqual(after);
      },
    ),
    { numRuns: options.runs, examples: options.differences.map(({ example }) => [example, []]) },
  );
  agreement.expectBothVerdicts();
}

/** The same for the keys of an untag request; there characters are a warning, since what is there must be removable. */
async function expectKeyAgreement(
  wire: Wire,
  shape: TagShape,
  options: { readonly runs: number; readonly differences: readonly Difference[] },
): Promise<void> {
  const agreement = new Agreement(wire.rules, options.differences);
  await fc.assert(
    fc.asyncProperty(
      tagSet({ ...shape, counts: [1, 2, 19, 20] }).map((tags) => tags.slice(0, 20)),
      async (tags) => {
        const keys = tags.map(({ key }) => key);
        wire.setTags([...tags, { key: "kept", value: "kept" }]);
        const expected = agreement.ofKeys(keys);
        expect(await verdictOf(wire, () => wire.remove(keys))).toBe(expected);
        const removed = new Set(expected === "accepted" ? keys : []);
        const left = [...tags, { key: "kept", value: "kept" }].filter(({ key }) => !removed.has(key));
        expect(new Map(Object.entries(wire.tagsOf()))).toEqual(mapOf(left));
      },
    ),
    { numRuns: options.runs, examples: options.differences.map(({ example }) => [example]) },
  );
  agreement.expectBothVerdicts();
}

async function verdictOf(wire: Wire, attempt: () => Promise<unknown>): Promise<"accepted" | "refused"> {
  try {
    await attempt();
    return "accepted";
  } catch (error) {
    wire.expectRefusal(error);
    return "refused";
  }
}

function mapOf(tags: readonly Tag[]): Map<string, string> {
  return new Map(tags.map(({ key, value }) => [key, value]));
}

function record(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(mapOf(tags));
}

async function awsWire(dialect: "aws" | "qkms"): Promise<Wire> {
  const { endpoint, region, account, keys } = clouds[dialect];
  const driver = await createAwsKmsDriver({ dialect, endpoint, region, account });
  const { arn } = keys.createKey();
  return throughDriver(driver, referenceOf(driver, arn), {
    setTags: (tags) => keys.setTags(arn, record(tags)),
    tagsOf: () => keys.tagsOf(arn),
  });
}

async function alibabaWire(kind: "key" | "secret", tagOperations: "batch" | "single"): Promise<Wire> {
  const { endpoint, region, account, keys, secrets } = clouds.alibaba;
  const driver = await createAlibabaKmsDriver({ endpoint, region, account, assumptions: { tagOperations } });
  const { arn } = kind === "key" ? keys.createKey() : secrets.createSecret(`properties/${tagOperations}`);
  const store = kind === "key" ? keys : secrets;
  return throughDriver(driver, referenceOf(driver, arn), {
    setTags: (tags) => store.setTags(arn, record(tags)),
    tagsOf: () => store.tagsOf(arn),
  });
}

function referenceOf(driver: KmsDriver, arn: string): Reference {
  const parsed = driver.references.parse(arn, driver.scope);
  if (!("reference" in parsed)) throw new Error(`The driver does not take ${arn}.`);
  return parsed.reference;
}

describe("AWS: what the rules accept the cloud accepts, what they refuse it refuses", () => {
  test("tags, through the driver", async () => {
    await expectAgreement(await awsWire("aws"), AWS_SHAPE, {
      runs: 1_500,
      limit: 50,
      cloudTag: "aws:by-the-cloud",
      differences: [],
    });
  });

  test("tags with doubles, through the raw SDK", async () => {
    const { endpoint, region, credentials, keys } = clouds.aws;
    const kms = new KMSClient({ endpoint, region, credentials, maxAttempts: 1 });
    const { keyId } = keys.createKey();
    const driven = await awsWire("aws");
    await expectAgreement(
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
        expectRefusal: (error) => expect((error as Error).name).toMatch(/^(?:TagException|ValidationException)$/),
        readBack: () => Promise.resolve(new Map(Object.entries(keys.tagsOf(keyId)))),
      },
      AWS_SHAPE,
      { runs: 500, limit: 50, cloudTag: "aws:by-the-cloud", differences: [], sets: tagList(AWS_SHAPE) },
    );
    kms.destroy();
  });

  test("keys to remove", async () => {
    await expectKeyAgreement(await awsWire("aws"), AWS_SHAPE, { runs: 600, differences: [] });
  });

  test("QKMS: tags and keys to remove", async () => {
    const wire = await awsWire("qkms");
    await expectAgreement(wire, AWS_SHAPE, {
      runs: 600,
      limit: 50,
      cloudTag: "aws:by-the-cloud",
      differences: QKMS_DIFFERENCES,
    });
    await expectKeyAgreement(wire, AWS_SHAPE, { runs: 400, differences: QKMS_DIFFERENCES });
  });
});

describe("Alibaba: what the rules accept the cloud accepts, what they refuse it refuses", () => {
  const cloudTag = "acs:by-the-cloud";

  test("tags of keys in batch calls, through the driver", async () => {
    await expectAgreement(await alibabaWire("key", "batch"), ALIBABA_SHAPE, {
      runs: 1_500,
      limit: 20,
      cloudTag,
      differences: ALIBABA_BATCH_DIFFERENCES,
    });
  });

  test("tags of secrets in batch calls, through the driver", async () => {
    await expectAgreement(await alibabaWire("secret", "batch"), ALIBABA_SHAPE, {
      runs: 500,
      limit: 20,
      cloudTag,
      differences: ALIBABA_BATCH_DIFFERENCES,
    });
  });

  // A single call takes 10 tags, which is a limit of the call that the engine keeps by splitting, not a rule.
  test("tags in single calls, through the driver", async () => {
    const sets = tagSet({ ...ALIBABA_SHAPE, counts: [1, 9, 10] }).map((tags) => tags.slice(0, 10));
    await expectAgreement(await alibabaWire("key", "single"), ALIBABA_SHAPE, {
      runs: 1_000,
      limit: 20,
      cloudTag,
      differences: ALIBABA_SINGLE_DIFFERENCES,
      sets,
    });
  });

  test.each(["batch", "single"] as const)(
    "tags with doubles in %s calls, through the raw SDK",
    async (tagOperations) => {
      const { endpoint, region, keys } = clouds.alibaba;
      const server = { endpoint: endpoint.slice("http://".length) };
      const { keyId } = keys.createKey();
      const driven = await alibabaWire("key", tagOperations);
      const shape = { ...ALIBABA_SHAPE, counts: tagOperations === "batch" ? ALIBABA_SHAPE.counts : [1, 9] };
      await expectAgreement(
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
          expectRefusal: (error) =>
            expect((error as { code: string }).code).toMatch(/^(?:InvalidParameter|Rejected\.LimitExceeded)$/),
          readBack: () => Promise.resolve(new Map(Object.entries(keys.tagsOf(keyId)))),
        },
        shape,
        {
          runs: 400,
          limit: 20,
          cloudTag,
          differences: tagOperations === "batch" ? ALIBABA_BATCH_DIFFERENCES : ALIBABA_SINGLE_DIFFERENCES,
          sets: tagList(shape).map((tags) => (tagOperations === "batch" ? tags : tags.slice(-10))),
        },
      );
    },
  );

  test("keys to remove", async () => {
    await expectKeyAgreement(await alibabaWire("key", "batch"), ALIBABA_SHAPE, {
      runs: 600,
      differences: ALIBABA_BATCH_UNTAG_DIFFERENCES,
    });
    await expectKeyAgreement(await alibabaWire("secret", "single"), ALIBABA_SHAPE, {
      runs: 400,
      differences: [RESERVED_SCHEME],
    });
  });
});

describe("words that a plain object takes for its own are tag keys like any other", () => {
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
        .sort(),
    ).toEqual(["hasOwnProperty", "toString", "valueOf"]);
  });
});

test("each difference is one: its example fits the rules and not the cloud, or the other way about", () => {
  const listed = [
    ...QKMS_DIFFERENCES.map((difference) => ({ difference, rules: awsKmsProfile("qkms").rules })),
    ...[...ALIBABA_SINGLE_DIFFERENCES, ...ALIBABA_BATCH_UNTAG_DIFFERENCES].map((difference) => ({
      difference,
      rules: alibabaKmsProfile().rules,
    })),
  ];
  for (const { difference, rules } of listed) {
    const verdicts = [new Agreement(rules), new Agreement(rules, [difference])].map((agreement) =>
      ALIBABA_BATCH_UNTAG_DIFFERENCES.includes(difference)
        ? agreement.ofKeys(difference.example.map(({ key }) => key))
        : agreement.ofTags(difference.example, []),
    );
    expect(new Set(verdicts), difference.reason).toEqual(new Set(["accepted", "refused"]));
  }
});

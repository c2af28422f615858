import { KMSClient, ReplicateKeyCommand, RotateKeyOnDemandCommand } from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { firstCode, openTwoClouds, readOne, refusalOf } from "./two-clouds.ts";

/*
 * What a naive adapter for AWS KMS gets wrong and the engine has to get right, over the real SDK and a local AWS KMS.
 * Numbers are those of the list of traps in the project's notes on AWS KMS.
 */

const manyTags = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, String(index)]));

test("AWS trap 4: a throttled call is repeated by the engine alone, so that 3 attempts are 3 requests", async () => {
  await using scene = await openTwoClouds({
    engine: {
      settleTimeoutMs: 1,
      retry: { transientAttempts: 3, throttledAttempts: 3, baseDelayMs: 0, maximumDelayMs: 0 },
    },
  });
  const { faults, keys, requests } = scene.clouds.aws;
  const { arn } = keys.createKey();
  for (const [kind, code] of [
    ["throttle", "throttled"],
    ["server-error-json", "unavailable"],
  ] as const) {
    requests.clear();
    faults.clear();
    faults.add({ kind, operation: "TagResource" });
    const { outcomes } = await scene.crosstag.tagResource({
      resources: [arn],
      tags: { team: "payments" },
      readFirst: false,
    });
    expect([firstCode(outcomes), outcomes[0]?.attempts, requests.count("TagResource")]).toEqual([code, 3, 3]);
  }
});

test("AWS trap 3: a full key is not throttling, and is called once", async () => {
  await using scene = await openTwoClouds({ aws: { settings: { tooManyTagsError: "LimitExceededException" } } });
  const { keys, requests } = scene.clouds.aws;
  const { arn } = keys.createKey({ tags: manyTags(50) });
  const { outcomes } = await scene.crosstag.tagResource({
    resources: [arn],
    tags: { team: "payments" },
    readFirst: false,
  });
  expect([firstCode(outcomes), requests.count("TagResource")]).toEqual(["limit-exceeded", 1]);
});

test("AWS trap 5: removing many tags from a key is one UntagResource", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.aws;
  const resources = keys.addMany(4, { tags: manyTags(50) }).map(({ arn }) => arn);
  await scene.crosstag.untagResource({ resources, tagKeys: Object.keys(manyTags(50)) });
  await scene.crosstag.tagResource({ resources, tags: manyTags(50), readFirst: false });
  expect([requests.count("UntagResource"), requests.count("TagResource")]).toEqual([4, 4]);
});

test("AWS trap 6: writes to one key follow one another, whatever requests them", async () => {
  await using scene = await openTwoClouds();
  const { faults, keys, requests } = scene.clouds.aws;
  const { arn } = keys.createKey();
  const delayMs = 25;
  faults.add({ kind: "delay", delayMs });
  await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      scene.crosstag.tagResource({ resources: [arn], tags: { [`key-${index}`]: "v" }, readFirst: false }),
    ),
  );
  const writes = requests.entries.filter(({ operation }) => operation === "TagResource");
  const arrivals = writes.map(({ at }) => at).toSorted((left, right) => left - right);
  const gaps = arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? 0));
  // Each has to be answered, which takes `delayMs`, before the next arrives; timers may be a millisecond early.
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(delayMs - 2);
  expect(Object.keys(keys.tagsOf(arn))).toHaveLength(6);
});

test("AWS trap 6: a hot key that is throttled all the same gets every write in the end", async () => {
  await using scene = await openTwoClouds({
    // So few that a busy machine sends more.
    aws: { settings: { hotKeyWritesPerSecond: 1 } },
    engine: { retry: { transientAttempts: 1, throttledAttempts: 50, baseDelayMs: 20, maximumDelayMs: 200 } },
  });
  const { keys, requests } = scene.clouds.aws;
  const { arn } = keys.createKey();
  await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      scene.crosstag.tagResource({ resources: [arn], tags: { [`key-${index}`]: "v" }, readFirst: false }),
    ),
  );
  expect(requests.entries.some(({ errorCode }) => errorCode === "ThrottlingException")).toBe(true);
  expect(Object.keys(keys.tagsOf(arn))).toHaveLength(8);
});

test("AWS trap 7: empty lists are refused without a call", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.aws;
  const resources = [keys.createKey({ tags: { team: "a" } }).arn];
  for (const attempt of [
    scene.crosstag.tagResource({ resources, tags: {} }),
    scene.crosstag.tagResource({ resources, tags: [] }),
    scene.crosstag.untagResource({ resources, tagKeys: [] }),
    scene.crosstag.untagResource({ resources }),
  ]) {
    expect((await refusalOf(attempt)).violations.map(({ rule }) => rule)).toEqual(["crosstag.empty-list"]);
  }
  expect(requests.count()).toBe(0);
});

test("AWS trap 8: a key given twice is refused before the call, keys that differ in case are two", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.aws;
  const { arn } = keys.createKey();
  const twice = [
    { key: "team", value: "a" },
    { key: "stage", value: "b" },
    { key: "team", value: "c" },
  ];
  const { violations } = await refusalOf(scene.crosstag.tagResource({ resources: [arn], tags: twice }));
  expect(violations).toMatchObject([{ rule: "crosstag.duplicate-key", key: "team", position: 2 }]);
  expect(requests.count()).toBe(0);
  const { warnings } = await scene.crosstag.tagResource({ resources: [arn], tags: { team: "a", Team: "b" } });
  expect(warnings.map(({ rule }) => rule)).toContain("aws.case-collision");
  expect(keys.tagsOf(arn)).toEqual({ team: "a", Team: "b" });
});

describe("AWS trap 9: the limit of 50 is on the tags a key would have", () => {
  test("a key that would end with 51 is refused without a write, the others are written", async () => {
    await using scene = await openTwoClouds();
    const { keys, requests } = scene.clouds.aws;
    const full = keys.createKey({ tags: manyTags(50) }).arn;
    const free = keys.createKey({ tags: manyTags(49) }).arn;
    const { outcomes } = await scene.crosstag.tagResource({ resources: [full, free], tags: { team: "payments" } });
    expect(outcomes.map((outcome) => ("error" in outcome ? outcome.error.code : outcome.status))).toEqual([
      "limit-exceeded",
      "changed",
    ]);
    expect(
      requests.entries.filter(({ operation }) => operation === "TagResource").flatMap(({ resources }) => resources),
    ).toEqual([expect.stringContaining(free.split("/")[1] ?? "")]);
  });

  test("a value of a full key is changed by overwriting: one TagResource, no UntagResource, tags of the cloud not counted", async () => {
    await using scene = await openTwoClouds();
    const { keys, requests } = scene.clouds.aws;
    const { arn } = keys.createKey({ tags: { ...manyTags(50), "aws:made-by": "cloud" } });
    const { counts } = await scene.crosstag.tagResource({ resources: [arn], tags: { "key-7": "new" } });
    expect(counts.changed).toBe(1);
    expect([requests.count("TagResource"), requests.count("UntagResource")]).toEqual([1, 0]);
    expect(keys.tagsOf(arn)).toEqual({ ...manyTags(50), "key-7": "new", "aws:made-by": "cloud" });
  });

  test.each(["TagException", "LimitExceededException"] as const)(
    "unread, the cloud's own refusal %s is neither success nor throttling",
    async (tooManyTagsError) => {
      await using scene = await openTwoClouds({ aws: { settings: { tooManyTagsError } } });
      const { keys, requests } = scene.clouds.aws;
      const { arn } = keys.createKey({ tags: manyTags(50) });
      const { outcomes } = await scene.crosstag.tagResource({
        resources: [arn],
        tags: { team: "payments" },
        readFirst: false,
      });
      expect([firstCode(outcomes), requests.count("TagResource")]).toEqual(["limit-exceeded", 1]);
    },
  );
});

test("AWS trap 10: tags of the cloud are never sent, in any case, and never shown as the user's", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.aws;
  const tags = { "aws:made-by": "cloud", "AWS:Made": "cloud" };
  const resources = [keys.createKey({ tags }).arn];
  for (const key of Object.keys(tags)) {
    expect((await refusalOf(scene.crosstag.tagResource({ resources, tags: { [key]: "mine", team: "a" } }))).code).toBe(
      "invalid-request",
    );
    expect((await refusalOf(scene.crosstag.untagResource({ resources, tagKeys: [key] }))).code).toBe("invalid-request");
  }
  expect(requests.count()).toBe(0);
  const skipped = await scene.crosstag.tagResource({
    resources,
    tags: { "aws:made-by": "mine", team: "a" },
    reserved: "skip",
  });
  expect(skipped.warnings.map(({ rule }) => rule)).toContain("aws.reserved-key-prefix");
  expect(keys.tagsOf(resources[0] ?? "")).toEqual({ ...tags, team: "a" });
  expect(await readOne(scene.crosstag.listTags({ resources }))).toHaveProperty("tags", { team: "a" });
  await scene.crosstag.untagResource({ resources, all: true });
  expect(keys.tagsOf(resources[0] ?? "")).toEqual(tags);
});

test("AWS trap 11: a key without the tag is unchanged if it was read, and costs no write", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.aws;
  const resources = [keys.createKey({ tags: { team: "a" } }).arn, keys.createKey().arn];
  const { outcomes } = await scene.crosstag.untagResource({ resources, tagKeys: ["team"], readFirst: true });
  expect(outcomes.map(({ status }) => status)).toEqual(["changed", "unchanged"]);
  expect(requests.count("UntagResource")).toBe(1);
});

describe("AWS trap 12: reads after a write are stale and flap", () => {
  test("a write whose answer was lost is looked for until it shows, whatever others have tagged meanwhile", async () => {
    await using scene = await openTwoClouds({
      aws: { consistency: { delayMs: 300, flapping: true } },
      engine: { retry: { transientAttempts: 1, throttledAttempts: 1, baseDelayMs: 0, maximumDelayMs: 0 } },
    });
    const { faults, keys, requests } = scene.clouds.aws;
    const { arn } = keys.createKey({ tags: { "made-by": "others" } });
    faults.add({ kind: "reset-after-applying", operation: "TagResource" });
    const tagged = await scene.crosstag.tagResource({ resources: [arn], tags: { team: "payments" }, readFirst: false });
    expect(firstCode(tagged.outcomes)).toBe("changed");
    // The first look sees the key as it was.
    expect(requests.count("ListResourceTags")).toBeGreaterThan(1);
  });

  test("a write that was not carried out is never called a success", async () => {
    await using scene = await openTwoClouds({
      aws: { consistency: { delayMs: 100, flapping: true } },
      engine: {
        settleTimeoutMs: 400,
        retry: { transientAttempts: 1, throttledAttempts: 1, baseDelayMs: 0, maximumDelayMs: 0 },
      },
    });
    const { faults, keys } = scene.clouds.aws;
    const { arn } = keys.createKey({ tags: { "made-by": "others" } });
    faults.add({ kind: "reset-before-applying", operation: "TagResource" });
    const { outcomes } = await scene.crosstag.tagResource({
      resources: [arn],
      tags: { team: "payments" },
      readFirst: false,
    });
    expect(outcomes.map(({ status }) => status)).toEqual(["unknown"]);
    expect(keys.tagsOf(arn)).toEqual({ "made-by": "others" });
  });
});

test("AWS trap 13: tags are read to the last page", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.aws;
  const clouds = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`aws:cloud-${index}`, "v"]));
  const { arn } = keys.createKey({ tags: { ...manyTags(50), ...clouds } });
  const read = await readOne(scene.crosstag.listTags({ resources: [arn], includeReserved: true }));
  expect(read).toMatchObject({ status: "read", tags: { ...manyTags(50), ...clouds } });
  expect(requests.count("ListResourceTags")).toBe(3);
});

test("AWS trap 14: a key of another region or account is refused before a call, not reported as missing", async () => {
  await using scene = await openTwoClouds({ aws: { regions: ["us-east-1", "eu-west-1"] } });
  const { keys, requests } = scene.clouds.aws;
  const elsewhere = keys.createKey({ region: "eu-west-1" }).arn;
  const foreign = keys.createKey().arn.replace("111122223333", "999988887777");
  for (const resource of [elsewhere, foreign]) {
    const error = await refusalOf(scene.crosstag.tagResource({ resources: [resource], tags: { team: "a" } }));
    expect([error.code, error.violations[0]?.resource]).toEqual(["invalid-request", resource]);
  }
  expect(requests.count()).toBe(0);
});

test("AWS trap 22: a key that waits for its deletion takes no tags, and says so", async () => {
  await using scene = await openTwoClouds();
  const { keys } = scene.clouds.aws;
  const { arn } = keys.createKey({ state: "PendingDeletion", tags: { team: "a" } });
  const tagged = await scene.crosstag.tagResource({ resources: [arn], tags: { team: "b" } });
  const untagged = await scene.crosstag.untagResource({ resources: [arn], tagKeys: ["team"] });
  expect([firstCode(tagged.outcomes), firstCode(untagged.outcomes)]).toEqual(["invalid-state", "invalid-state"]);
  expect(await readOne(scene.crosstag.listTags({ resources: [arn] }))).toMatchObject({
    status: "read",
    tags: { team: "a" },
  });
});

test("AWS trap 26: a missing value is refused, an empty one is written", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.aws;
  const { arn } = keys.createKey();
  for (const value of [undefined, null, 7]) {
    const tags = { team: value as unknown as string, stage: "test" };
    expect((await refusalOf(scene.crosstag.tagResource({ resources: [arn], tags }))).violations).toMatchObject([
      { rule: "crosstag.not-a-string", key: "team" },
    ]);
  }
  expect(requests.count()).toBe(0);
  await scene.crosstag.tagResource({ resources: [arn], tags: { team: "" } });
  expect(keys.tagsOf(arn)).toEqual({ team: "" });
});

test("AWS trap 27: a refusal by a tag policy is named as one, and is not repeated", async () => {
  await using scene = await openTwoClouds({ aws: { settings: { tagPolicy: { team: ["payments"] } } } });
  const { keys, requests } = scene.clouds.aws;
  const { arn } = keys.createKey();
  const { outcomes } = await scene.crosstag.tagResource({
    resources: [arn],
    tags: { team: "other" },
    readFirst: false,
  });
  expect([firstCode(outcomes), requests.count("TagResource")]).toEqual(["policy-refused", 1]);
});

describe("AWS trap 19: which material is deleted decides what stops working", () => {
  test("an old material takes the whole key along; it is said before, and pinned", async () => {
    await using scene = await openTwoClouds();
    const { keys, requests } = scene.clouds.aws;
    const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
    const old = keys.describe(arn).materials[0]?.id ?? "";
    keys.importMaterial(arn);
    const kms = new KMSClient({ region: scene.clouds.aws.region, endpoint: scene.clouds.aws.endpoint });
    await kms.send(new RotateKeyOnDemandCommand({ KeyId: keyId }));
    kms.destroy();
    expect(keys.describe(arn).materials.map(({ id, role }) => [id === old, role])).toEqual([
      [true, "NON_CURRENT"],
      [false, "CURRENT"],
    ]);
    const inspection = await scene.crosstag.inspectKeyMaterial({ resource: arn });
    expect(inspection.consequences.join(" ")).toContain("Without one of its materials the whole key stops working");
    const result = await scene.crosstag.deleteKeyMaterial({ resource: arn, confirm: keyId, materialId: old });
    expect(result).toMatchObject({
      outcome: { status: "changed" },
      materialId: old,
      after: { state: "pending-import" },
    });
    const left = keys.describe(arn).materials.map(({ id, imported }) => [id === old, imported]);
    expect(left).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(requests.count("DeleteImportedKeyMaterial")).toBe(1);
  });

  test("a primary's replicas are named before", async () => {
    await using scene = await openTwoClouds({ aws: { regions: ["us-east-1", "eu-west-1"] } });
    const { arn } = scene.clouds.aws.keys.createKey({ origin: "EXTERNAL", multiRegion: true });
    const kms = new KMSClient({ region: "us-east-1", endpoint: scene.clouds.aws.endpoint });
    await kms.send(new ReplicateKeyCommand({ KeyId: arn, ReplicaRegion: "eu-west-1" }));
    kms.destroy();
    const { consequences } = await scene.crosstag.inspectKeyMaterial({ resource: arn });
    expect(consequences.join(" ")).toMatch(/1 replica\(s\) in other regions.*waiting for its rotation/);
  });
});

describe("AWS trap 20: a state proves nothing by itself", () => {
  test("a key that waits for its first import is nothing to delete, and nothing is sent", async () => {
    await using scene = await openTwoClouds();
    const { keys, requests } = scene.clouds.aws;
    const { arn, keyId } = keys.createKey({ origin: "EXTERNAL", imported: false });
    const { outcome } = await scene.crosstag.deleteKeyMaterial({ resource: arn, confirm: keyId });
    expect([outcome.status, requests.count("DeleteImportedKeyMaterial")]).toEqual(["unchanged", 0]);
  });

  test("a key pending deletion keeps that state, and its material is gone all the same", async () => {
    await using scene = await openTwoClouds();
    const { keys } = scene.clouds.aws;
    const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
    keys.setState(arn, "PendingDeletion");
    const result = await scene.crosstag.deleteKeyMaterial({ resource: arn, confirm: keyId });
    // AWS does not list the materials of such a key, so that nothing but the receipt says that it is gone.
    expect(result).toMatchObject({ outcome: { status: "unknown" }, after: { state: "pending-deletion" } });
    expect(keys.describe(arn).materials.map(({ imported }) => imported)).toEqual([false]);
  });
});

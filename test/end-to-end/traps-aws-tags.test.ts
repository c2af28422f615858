import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { firstCode, openTwoClouds, readOne, refusalOf } from "./two-clouds.ts";

/*
 * More of what a naive adapter gets wrong, about tags and names on AWS KMS. Numbers are those of the list of traps in the project's notes.
 */

const manyTags = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, String(index)]));

test("AWS trap 6: writes to one key follow one another, however it is named and whatever is written", async () => {
  await using scene = await openTwoClouds();
  const { faults, keys, requests } = scene.clouds.aws;
  const { arn } = keys.createKey({ tags: manyTags(3), aliases: ["alias/payments"] });
  const alias = { resources: [arn.replace(/key\/.*$/, "alias/payments")], resolveAliases: true };
  const delayMs = 25;
  for (const operation of ["TagResource", "UntagResource"]) faults.add({ kind: "delay", delayMs, operation });
  await Promise.all([
    scene.crosstag.tagResource({ resources: [arn], tags: { a: "v" }, readFirst: false }),
    scene.crosstag.tagResource({ ...alias, tags: { b: "v" }, readFirst: false }),
    scene.crosstag.untagResource({ resources: [arn], tagKeys: ["key-0"] }),
    scene.crosstag.untagResource({ ...alias, tagKeys: ["key-1"] }),
  ]);
  const writes = requests.entries.filter(({ operation }) => /^(?:Unt|T)agResource$/.test(operation));
  const arrivals = writes.map(({ at }) => at).toSorted((left, right) => left - right);
  const gaps = arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? 0));
  expect(gaps).toHaveLength(3);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(delayMs - 2);
  expect(keys.tagsOf(arn)).toEqual({ a: "v", b: "v", "key-2": "2" });
});

test("AWS trap 7: a list that turns out empty makes no call", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.aws;
  const resources = [keys.createKey({ tags: { "aws:made-by": "cloud" } }).arn];
  const skipped = [
    await scene.crosstag.tagResource({ resources, tags: { "aws:a": "b" }, reserved: "skip" }),
    await scene.crosstag.untagResource({ resources, tagKeys: ["aws:made-by"], reserved: "skip" }),
  ];
  const unchanged = await scene.crosstag.untagResource({ resources, all: true });
  expect([...skipped, unchanged].map(({ outcomes }) => outcomes.map(({ status }) => status))).toEqual([
    ["skipped"],
    ["skipped"],
    ["unchanged"],
  ]);
  expect([...skipped, unchanged].map(({ calls }) => calls)).toEqual([{}, {}, { readTags: 1 }]);
  expect([requests.count("TagResource"), requests.count("UntagResource")]).toEqual([0, 0]);
});

test("AWS trap 11: unread, `changed` says that the call was carried out, not that the tag was there", async () => {
  await using scene = await openTwoClouds();
  const { keys, requests } = scene.clouds.aws;
  const resources = [keys.createKey({ tags: { team: "a" } }).arn, keys.createKey().arn];
  const { outcomes, calls } = await scene.crosstag.untagResource({ resources, tagKeys: ["team"], readFirst: false });
  expect(outcomes).toMatchObject([
    { status: "changed", read: false },
    { status: "changed", read: false },
  ]);
  // Besides the question whose credentials these are.
  const asked = requests.count() - requests.count("GetCallerIdentity");
  expect([calls, requests.count("UntagResource"), asked]).toEqual([{ removeTags: 2 }, 2, 2]);
});

describe("AWS trap 12: a read that lags behind a write of one's own", () => {
  test("does not make a needed write look unnecessary", async () => {
    await using scene = await openTwoClouds({ aws: { consistency: { delayMs: 300 } } });
    const { keys } = scene.clouds.aws;
    const { arn } = keys.createKey({ tags: { team: "a" } });
    await scene.crosstag.tagResource({ resources: [arn], tags: { team: "b" } });
    const back = await scene.crosstag.tagResource({ resources: [arn], tags: { team: "a" } });
    expect([firstCode(back.outcomes), keys.tagsOf(arn)]).toEqual(["changed", { team: "a" }]);
  });

  test("does not make a removal of all tags forget the one just written", async () => {
    await using scene = await openTwoClouds({ aws: { consistency: { delayMs: 300 } } });
    const { keys } = scene.clouds.aws;
    const { arn } = keys.createKey({ tags: { team: "a" } });
    await scene.crosstag.tagResource({ resources: [arn], tags: { stage: "test" }, readFirst: false });
    await scene.crosstag.untagResource({ resources: [arn], all: true });
    expect(keys.tagsOf(arn)).toEqual({});
  });
});

test("AWS trap 15: a malformed id is refused before a call, and an unknown key is a failure, also where only removal was asked for", async () => {
  await using scene = await openTwoClouds();
  const { account, keys, region, requests } = scene.clouds.aws;
  const { arn, keyId } = keys.createKey({ origin: "EXTERNAL" });
  for (const resource of [arn.slice(0, -1), `${arn}0`, `key/${keyId}0`, `arn:aws:kms:${region}:${account}:key/x`]) {
    const refused = [
      await refusalOf(scene.crosstag.untagResource({ resources: [resource], tagKeys: ["team"] })),
      await refusalOf(scene.crosstag.deleteKeyMaterial({ resource, confirm: resource })),
    ];
    expect(refused.map(({ code }) => code)).toEqual(["invalid-request", "invalid-request"]);
  }
  expect(requests.count()).toBe(0);
  const unknown = `arn:aws:kms:${region}:${account}:key/00000000-0000-4000-8000-000000000000`;
  for (const request of [{ tagKeys: ["team"] }, { tagKeys: ["team"], readFirst: true }, { all: true }]) {
    const { outcomes } = await scene.crosstag.untagResource({ resources: [unknown], ...request });
    expect(firstCode(outcomes)).toBe("not-found");
  }
  const confirm = unknown.replace(/^.*\//, "");
  expect((await refusalOf(scene.crosstag.deleteKeyMaterial({ resource: unknown, confirm }))).code).toBe("not-found");
});

describe("AWS trap 16: aliases", () => {
  test("are refused without a call unless they are to be resolved, and those of AWS always", async () => {
    await using scene = await openTwoClouds();
    const { keys, requests } = scene.clouds.aws;
    const { arn, keyId } = keys.createKey({ origin: "EXTERNAL", aliases: ["alias/payments"] });
    keys.createAlias("alias/aws/s3");
    const { crosstag } = scene;
    for (const [alias, resolveAliases] of [
      ["alias/payments", false],
      ["alias/aws/s3", true],
    ] as const) {
      const resource = arn.replace(/key\/.*$/, alias);
      for (const attempt of [
        crosstag.tagResource({ resources: [resource], tags: { team: "a" }, resolveAliases }),
        crosstag.untagResource({ resources: [resource], tagKeys: ["team"], resolveAliases }),
        crosstag.deleteKeyMaterial({ resource, confirm: keyId, resolveAliases }),
      ]) {
        expect((await refusalOf(attempt)).code).toBe("invalid-request");
      }
    }
    expect([requests.count(), keys.list().length]).toEqual([0, 1]);
  });

  test("are resolved once: an alias that moves meanwhile does not move the write", async () => {
    await using scene = await openTwoClouds();
    const { faults, keys, requests } = scene.clouds.aws;
    const meant = keys.createKey({ aliases: ["alias/payments"] });
    const other = keys.createKey();
    faults.add({ kind: "throttle", operation: "TagResource", times: 1 });
    const { outcomes } = await scene.crosstag.tagResource(
      { resources: [meant.arn.replace(/key\/.*$/, "alias/payments")], tags: { team: "a" }, resolveAliases: true },
      { onEvent: ({ type }) => type === "call-throttled" && keys.createAlias("alias/payments", other.arn) },
    );
    expect(outcomes).toMatchObject([{ status: "changed", reference: meant.arn, attempts: 2 }]);
    expect([keys.tagsOf(meant.arn), keys.tagsOf(other.arn)]).toEqual([{ team: "a" }, {}]);
    const written = requests.entries.filter(({ operation }) => operation === "TagResource");
    expect(written.flatMap(({ resources }) => resources)).toEqual([meant.arn, meant.arn]);
  });
});

test("AWS trap 24: the Resource Groups Tagging API is not used, so that keys without tags are found and no batch fails in part", async () => {
  const file = createRequire(import.meta.url).resolve("@crosstag/aws/package.json");
  const { dependencies } = JSON.parse(readFileSync(file, "utf8")) as { dependencies: Record<string, string> };
  // What is not declared is not imported: see test/architecture/imports.test.ts.
  expect(Object.keys(dependencies).filter((name) => name.startsWith("@aws-sdk/client-"))).toEqual([
    "@aws-sdk/client-account",
    "@aws-sdk/client-kms",
    "@aws-sdk/client-organizations",
    "@aws-sdk/client-service-quotas",
    "@aws-sdk/client-sts",
  ]);
  await using scene = await openTwoClouds();
  const { keys } = scene.clouds.aws;
  const { arn } = keys.createKey();
  const found: string[] = [];
  for await (const { reference } of scene.crosstag.findResources({ kinds: ["key"] })) found.push(reference);
  expect(found).toContain(arn);
  expect(await readOne(scene.crosstag.listTags({ resources: [arn] }))).toHaveProperty("tags", {});
});

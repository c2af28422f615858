import { CrosstagError, type ResourceTags } from "@crosstag/core";
import { openCrosstag } from "@crosstag/clouds";
import { startLocalClouds, type FaultKind } from "@crosstag/local-clouds";
import { describe, expect, test } from "vitest";
import { named, openTwoClouds, type TwoClouds } from "./two-clouds.ts";

/** Tries again at once. */
const retry = (transientAttempts: number) => ({
  transientAttempts,
  throttledAttempts: 12,
  baseDelayMs: 0,
  maximumDelayMs: 0,
});

async function read(
  scene: Pick<TwoClouds, "crosstag">,
  resources: readonly string[],
): Promise<readonly ResourceTags[]> {
  const all: ResourceTags[] = [];
  for await (const tags of scene.crosstag.listTags({ resources })) all.push(tags);
  return all;
}

describe("a call whose list mixes clouds and kinds", () => {
  test("is routed by reference and answered as one, in the order given", async () => {
    await using scene = await openTwoClouds();
    const { aws, alibaba } = scene.clouds;
    const resources = [
      alibaba.keys.createKey({ tags: { kept: "yes" } }).arn,
      aws.keys.createKey({ tags: { kept: "yes" } }).arn,
      alibaba.secrets.createSecret("db/password", { kept: "yes" }).arn,
      aws.keys.createKey({ tags: { kept: "yes" } }).arn,
      alibaba.certificates.create({ kept: "yes" }).arn,
    ];
    const tagged = await scene.crosstag.tagResource({ resources, tags: { team: "payments", stage: "test" } });
    expect(tagged.outcomes.map(({ resource, provider, status }) => [resource, provider, status])).toEqual(
      resources.map((resource) => [resource, resource.startsWith("arn:") ? "aws" : "alibaba", "changed"]),
    );
    const listed = await read(scene, resources.slice(0, 4));
    expect(listed.map((tags) => tags.status === "read" && tags.tags)).toEqual(
      resources.slice(0, 4).map(() => ({ kept: "yes", stage: "test", team: "payments" })),
    );
    expect(alibaba.certificates.tagsOf(resources[4] ?? "")).toEqual({ kept: "yes", team: "payments", stage: "test" });
    const again = await scene.crosstag.tagResource({ resources: resources.slice(0, 4), tags: { team: "payments" } });
    expect(again.counts).toMatchObject({ unchanged: 4, changed: 0 });
    const untagged = await scene.crosstag.untagResource({ resources, tagKeys: ["team", "stage"] });
    expect(untagged.counts.changed).toBe(5);
    expect([aws.keys.tagsOf(resources[1] ?? ""), alibaba.secrets.tagsOf("db/password")]).toEqual([
      { kept: "yes" },
      { kept: "yes" },
    ]);
  });

  test("is refused as a whole, before any call, where a tag does not fit one of the clouds", async () => {
    await using scene = await openTwoClouds();
    const { aws, alibaba } = scene.clouds;
    const resources = [aws.keys.createKey().arn, alibaba.keys.createKey().arn];
    // Fits AWS; a space and an umlaut do not fit Alibaba Cloud.
    const error: unknown = await scene.crosstag
      .tagResource({ resources, tags: { owner: "Zoë Müller" } })
      .catch((reason: unknown) => reason);
    expect(CrosstagError.is(error) && error.violations.map(({ provider, rule }) => [provider, rule])).toEqual([
      ["alibaba", "alibaba.value-characters"],
    ]);
    expect([aws.requests.count(), alibaba.requests.count()]).toEqual([0, 0]);
  });

  test("continues if one cloud is down", async () => {
    await using scene = await openTwoClouds();
    const { aws, alibaba } = scene.clouds;
    aws.faults.add({ kind: "server-error-json", status: 503 });
    const resources = [...aws.keys.addMany(5), ...alibaba.keys.addMany(5)].map(({ arn }) => arn);
    const { outcomes, counts } = await scene.crosstag.tagResource({ resources, tags: { team: "payments" } });
    expect(counts).toMatchObject({ changed: 5, failed: 5 });
    expect(named(outcomes, "failed")).toEqual(resources.slice(0, 5));
    expect(outcomes[0]).toMatchObject({ error: { code: "unavailable", provider: "aws" } });
  });
});

describe("faults of every kind at once, on both clouds", () => {
  const KINDS: readonly FaultKind[] = [
    "throttle",
    "server-error-json",
    "server-error-html",
    "server-error-empty",
    "unreadable-success",
    "reset-before-applying",
    "reset-after-applying",
  ];

  test.each([1, 2, 3])("seed %i: with patience everything is changed", async (seed) => {
    await using scene = await openTwoClouds({ engine: { retry: retry(15), settleTimeoutMs: 3_000 } });
    const { aws, alibaba } = scene.clouds;
    const resources = [
      ...aws.keys.addMany(60, { tags: { old: "tag" } }),
      ...alibaba.keys.addMany(120, { tags: { old: "tag" } }),
    ].map(({ arn }) => arn);
    const tagsOf = (arn: string) => (arn.startsWith("arn:") ? aws : alibaba).keys.tagsOf(arn);
    for (const [index, kind] of KINDS.entries()) {
      for (const cloud of [aws, alibaba]) cloud.faults.add({ kind, probability: 0.05, seed: seed * 100 + index });
    }
    const tagged = await scene.crosstag.tagResource({ resources, tags: { team: "payments" }, readFirst: false });
    const untagged = await scene.crosstag.untagResource({ resources, tagKeys: ["old"] });
    const befallen = [...aws.requests.entries, ...alibaba.requests.entries].filter(({ fault }) => fault !== undefined);
    expect(befallen.length).toBeGreaterThan(10);
    for (const { counts, outcomes } of [tagged, untagged]) {
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(resources.length);
      expect(outcomes.map(({ resource }) => resource)).toEqual(resources);
      expect(counts.changed).toBe(resources.length);
    }
    for (const arn of resources) expect(tagsOf(arn)).toEqual({ team: "payments" });
  });

  test.each([4, 5, 6])("seed %i: without patience whatever is said of a resource is true", async (seed) => {
    await using scene = await openTwoClouds({ engine: { retry: retry(1), settleTimeoutMs: 1 } });
    const { aws } = scene.clouds;
    const resources = aws.keys.addMany(100).map(({ arn }) => arn);
    for (const [index, kind] of KINDS.entries()) aws.faults.add({ kind, probability: 0.1, seed: seed * 100 + index });
    const { outcomes, counts } = await scene.crosstag.tagResource({
      resources,
      tags: { team: "payments" },
      readFirst: false,
    });
    expect(Math.min(counts.changed, counts.failed + counts.unknown)).toBeGreaterThan(0);
    const isTagged = (arn: string) => aws.keys.tagsOf(arn)["team"] === "payments";
    expect(named(outcomes, "changed").filter((arn) => !isTagged(arn))).toEqual([]);
    expect(named(outcomes, "failed").filter(isTagged)).toEqual([]);
  });
});

describe("opened by @crosstag/clouds", () => {
  test("from a configuration with names of one's own", async () => {
    await using clouds = await startLocalClouds({ qkms: {} });
    Object.assign(process.env, clouds.environment());
    const { aws, qkms, alibaba } = clouds;
    const crosstag = await openCrosstag({
      configuration: {
        clouds: {
          production: { provider: "aws", endpoint: aws.endpoint, region: aws.region, account: aws.account },
          china: { provider: "alibaba", endpoint: alibaba.endpoint, region: alibaba.region, account: alibaba.account },
          vault: {
            provider: "aws",
            dialect: "qkms",
            endpoint: qkms.endpoint,
            region: "eu-west-1",
            account: qkms.account,
          },
        },
        default: "production",
      },
      required: [{ operation: "writeTags" }],
    });
    const resources = [aws.keys.createKey().arn, alibaba.keys.createKey().arn];
    const { counts } = await crosstag.tagResource({ resources, tags: { team: "payments" } });
    expect(counts.changed).toBe(2);
    expect(crosstag.drivers.get("vault")?.title).toContain("QKMS");
    await crosstag.close();
    expect(qkms.requests.count()).toBe(0);
  });

  test("from the environment alone", async () => {
    await using clouds = await startLocalClouds();
    Object.assign(process.env, clouds.environment());
    const { aws, alibaba } = clouds;
    const crosstag = await openCrosstag({
      environment: {
        ...clouds.environment(),
        CROSSTAG_ALIBABA_ENDPOINT: alibaba.endpoint,
      },
    });
    const resources = [
      aws.keys.createKey({ tags: { team: "a" } }).arn,
      alibaba.keys.createKey({ tags: { team: "a" } }).arn,
    ];
    const { counts } = await crosstag.untagResource({ resources, tagKeys: ["team"] });
    expect(counts.changed).toBe(2);
    await crosstag.close();
    expect(resources.map((arn) => (arn.startsWith("arn:") ? aws : alibaba).keys.tagsOf(arn))).toEqual([{}, {}]);
  });
});

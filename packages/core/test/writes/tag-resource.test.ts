import { describe, expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { CrosstagError } from "../../src/model/crosstag-error.ts";
import type { CrosstagEvent } from "../../src/calls/crosstag-event.ts";
import type { UntagResourceRequest } from "../../src/writes/tag-requests.ts";
import {
  BATCHED_SHAPE,
  createMemoryCloud,
  createVirtualClock,
  ONE_BY_ONE_SHAPE,
  withFaults,
} from "../../src/testing.ts";

function open(shape = ONE_BY_ONE_SHAPE, faults: Parameters<typeof withFaults>[1] = []) {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...shape, clock });
  const crosstag = createCrosstag([withFaults(cloud.driver, faults, { clock })], { clock, random: () => 0.5 });
  return { clock, cloud, crosstag };
}

async function refusal(work: Promise<unknown>): Promise<CrosstagError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!CrosstagError.is(error)) throw new Error("It was not refused.");
  return error;
}

async function rulesOf(call: Promise<unknown>): Promise<readonly string[]> {
  return (await refusal(call)).violations.map(({ rule }) => rule).toSorted();
}

async function readAll(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

describe("tagResource", () => {
  it("refuses everything wrong at once, before any call", async () => {
    const { cloud, crosstag } = open(BATCHED_SHAPE);
    const key = cloud.scene.create("key");
    const error = await refusal(
      crosstag.tagResource({
        resources: [key, "arn:aws:kms:us-east-1:1:key/x", "", `mem:kms:elsewhere:1000:key/key-1`],
        tags: [
          { key: "ok", value: "" },
          { key: "bad key", value: "" },
          { key: "ok", value: "" },
        ],
      }),
    );
    expect(error.code).toBe("invalid-request");
    expect(error.violations.map(({ rule, position }) => [rule, position])).toEqual(
      expect.arrayContaining([
        ["crosstag.reference", 1],
        ["crosstag.reference", 2],
        ["crosstag.reference", 3],
        ["crosstag.duplicate-key", 2],
      ]),
    );
    expect(error.violations.some(({ character }) => character?.text === " ")).toBe(true);
    expect(cloud.log.calls()).toBe(0);
  });

  it("refuses empty lists", async () => {
    const { cloud, crosstag } = open();
    const error = await refusal(crosstag.tagResource({ resources: [], tags: {} }));
    expect(error.violations.map(({ message }) => message)).toEqual([
      "The list `resources` is empty.",
      "The list `tags` is empty.",
    ]);
    expect(cloud.log.calls()).toBe(0);
  });

  it("refuses every mistake of a request at once, whatever hides the others", async () => {
    const { cloud, crosstag } = open();
    const known = { severity: "error", rule: "known", message: "Known before.", fix: "Fix it." } as const;
    const reserved = { resources: ["arn:other"], violations: [known] };
    expect(await rulesOf(crosstag.tagResource({ ...reserved, tags: { "mem:x": "1" } }))).toEqual([
      "crosstag.reference",
      "known",
      "memory.reserved-prefix",
    ]);
    expect(await rulesOf(crosstag.untagResource({ ...reserved, tagKeys: ["mem:x"] }))).toEqual([
      "crosstag.reference",
      "known",
      "memory.reserved-prefix",
    ]);
    const untyped = { resources: ["arn:other"], tagKeys: "team", all: "false" } as object as UntagResourceRequest;
    expect(await rulesOf(crosstag.untagResource(untyped))).toEqual([
      "crosstag.not-a-boolean",
      "crosstag.not-a-list",
      "crosstag.reference",
    ]);
    const selection = { kinds: ["stone"], clouds: ["nowhere"], resources: ["arn:other"], violations: [known] };
    expect(await rulesOf(readAll(crosstag.findResources(selection)))).toEqual([
      "crosstag.clouds-beside-names",
      "crosstag.kinds-beside-names",
      "crosstag.reference",
      "crosstag.unknown-cloud",
      "crosstag.unknown-kind",
      "known",
    ]);
    expect(cloud.log.calls()).toBe(0);
  });

  it("refuses what is not a list of references, as callers without types may pass it", async () => {
    const { cloud, crosstag } = open();
    for (const resources of [undefined, "key-000001", [undefined], [null], [5]]) {
      const error = await refusal(
        crosstag.tagResource({ resources: resources as unknown as string[], tags: { a: "" } }),
      );
      expect(error.code).toBe("invalid-request");
    }
    const error = await refusal(crosstag.tagResource({ resources: ["key-000001"], tags: undefined as unknown as {} }));
    expect(error.violations.map(({ rule }) => rule)).toEqual(["crosstag.empty-list"]);
    expect(cloud.log.calls()).toBe(0);
  });

  it("changes a resource once, however often and in whatever form it is named", async () => {
    const { cloud, crosstag } = open();
    const key = cloud.scene.create("key");
    const id = key.slice(key.lastIndexOf("/") + 1);
    const result = await crosstag.tagResource({ resources: [key, id, `key/${id}`], tags: { a: "1" } });
    expect(result.outcomes).toMatchObject([{ status: "changed", resource: key, reference: key, attempts: 1 }]);
    expect(result.calls).toEqual({ readTags: 1, writeTags: 1 });
  });

  it("writes only if something has to change, and reports it", async () => {
    const { cloud, crosstag } = open(BATCHED_SHAPE);
    const same = cloud.scene.create("key", { tags: { a: "1" } });
    const other = cloud.scene.create("key", { tags: { a: "2", b: "stays" } });
    const result = await crosstag.tagResource({ resources: [same, other], tags: { a: "1" } });
    expect(result.counts).toEqual({ changed: 1, unchanged: 1, skipped: 0, failed: 0, unknown: 0 });
    expect(cloud.truth.tagsOf(other)).toEqual({ a: "1", b: "stays" });
    const again = await crosstag.tagResource({ resources: [same, other], tags: { a: "1" } });
    expect(again.counts.unchanged).toBe(2);
    expect(again.calls["writeTags"]).toBeUndefined();
  });

  it("refuses a resource that would end with too many tags, and serves the others", async () => {
    const { cloud, crosstag } = open(BATCHED_SHAPE);
    const full = cloud.scene.create("key", {
      tags: Object.fromEntries(Array.from({ length: 20 }, (_, number) => [`t${number}`, ""])),
    });
    const free = cloud.scene.create("key");
    const result = await crosstag.tagResource({ resources: [full, free], tags: { extra: "1" } });
    expect(result.outcomes).toMatchObject([
      { status: "failed", attempts: 0, error: { code: "limit-exceeded" } },
      { status: "changed" },
    ]);
    expect(result.calls["writeTags"]).toBe(1);
  });

  it("skips reserved tags on request, with a warning, and never sends them", async () => {
    const { cloud, crosstag } = open();
    const key = cloud.scene.create("key");
    const prefix = cloud.driver.rules.rules.flatMap((rule) =>
      rule.check === "reserved-prefix" ? rule.prefixes : [],
    )[0] as string;
    const tags = { [`${prefix}owner`]: "x", team: "y" };
    expect((await refusal(crosstag.tagResource({ resources: [key], tags }))).code).toBe("invalid-request");
    const result = await crosstag.tagResource({ resources: [key], tags, reserved: "skip" });
    expect(result.warnings).toMatchObject([{ key: `${prefix}owner`, severity: "warning" }]);
    expect(cloud.truth.tagsOf(key)).toEqual({ team: "y" });
    const nothing = await crosstag.tagResource({ resources: [key], tags: { [`${prefix}a`]: "" }, reserved: "skip" });
    expect(nothing.outcomes).toMatchObject([{ status: "skipped", reason: "only-reserved-tags" }]);
  });

  it("checks tags against other clouds' rules if they must stay portable", async () => {
    const { cloud, crosstag } = open();
    const key = cloud.scene.create("key");
    const ascii = createMemoryCloud(BATCHED_SHAPE).driver.rules;
    const error = await refusal(
      crosstag.tagResource({ resources: [key], tags: { "zwei Wörter": "x" }, portableTo: [ascii] }),
    );
    expect(error.violations.length).toBeGreaterThan(0);
    expect((await crosstag.tagResource({ resources: [key], tags: { "zwei Wörter": "x" } })).counts.changed).toBe(1);
  });

  it("shows what it would do and does nothing on a dry run", async () => {
    const { cloud, crosstag } = open();
    const key = cloud.scene.create("key", { tags: { a: "1", b: "2" } });
    const result = await crosstag.tagResource({ resources: [key], tags: { a: "1", b: "3", c: "4" }, dryRun: true });
    expect(result.outcomes).toMatchObject([
      { status: "skipped", reason: "dry-run", change: { set: ["b", "c"], remove: [] } },
    ]);
    expect(cloud.log.calls("writeTags")).toBe(0);
  });

  it("refuses aliases unless asked to resolve them, and then knows the key behind two names", async () => {
    const { cloud, crosstag } = open();
    const key = cloud.scene.create("key");
    const alias = cloud.scene.createAlias(key);
    expect((await refusal(crosstag.tagResource({ resources: [alias], tags: { a: "" } }))).violations).toMatchObject([
      { rule: "crosstag.alias" },
    ]);
    const result = await crosstag.tagResource({ resources: [alias, key], tags: { a: "" }, resolveAliases: true });
    expect(result.outcomes).toMatchObject([{ status: "changed", resource: alias, reference: key }]);
    const missing = await crosstag.tagResource({
      resources: ["alias/nobody", key],
      tags: { a: "" },
      resolveAliases: true,
    });
    expect(missing.outcomes).toMatchObject([
      { status: "failed", error: { code: "not-found" } },
      { status: "unchanged" },
    ]);
  });

  it("distinguishes a key of the cloud from a missing permission", async () => {
    const { cloud, crosstag } = open();
    const key = cloud.scene.createCloudManagedKey();
    const result = await crosstag.tagResource({ resources: [key], tags: { a: "" }, readFirst: false });
    expect(result.outcomes).toMatchObject([{ status: "failed", error: { code: "managed-by-cloud" } }]);
  });

  it("settles by reading what was sent and not answered, and takes no failure for a fact", async () => {
    const { cloud, crosstag } = open(ONE_BY_ONE_SHAPE, [{ kind: "lose-answer", operation: "writeTags" }]);
    const key = cloud.scene.create("key");
    const result = await crosstag.tagResource({ resources: [key], tags: { a: "1" } });
    expect(result.outcomes).toMatchObject([{ status: "changed" }]);
    expect(cloud.truth.tagsOf(key)).toEqual({ a: "1" });
  });

  it("reports unknown if reading cannot show the result, and never guesses", async () => {
    const { cloud, crosstag } = open(ONE_BY_ONE_SHAPE, [
      { kind: "lose-answer", operation: "writeTags" },
      { kind: "lose-request", operation: "readTags" },
    ]);
    const key = cloud.scene.create("key");
    const result = await crosstag.tagResource({ resources: [key], tags: { a: "1" }, readFirst: false });
    expect(result.outcomes).toMatchObject([{ status: "unknown" }]);
  });

  it("reports truthfully what a canceled request did and did not do", async () => {
    const { cloud, crosstag } = open();
    const keys = Array.from({ length: 60 }, () => cloud.scene.create("key"));
    const controller = new AbortController();
    let settled = 0;
    const result = await crosstag.tagResource(
      { resources: keys, tags: { a: "1" } },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type !== "resource-settled") return;
          settled += 1;
          if (settled === 20) controller.abort();
        },
      },
    );
    expect(result.outcomes).toHaveLength(60);
    expect(result.counts.changed).toBeGreaterThanOrEqual(20);
    expect(result.counts.skipped).toBeGreaterThan(20);
    const untrue = result.outcomes.filter((outcome) => {
      const there = cloud.truth.tagsOf(outcome.reference)["a"] === "1";
      return outcome.status === "skipped" ? there || outcome.reason !== "not-started" : !there;
    });
    expect(untrue).toEqual([]);
  });

  it("ends within the time allowed for the request", async () => {
    const { clock, cloud, crosstag } = open(ONE_BY_ONE_SHAPE, [{ kind: "hang", operation: "writeTags" }]);
    const key = cloud.scene.create("key");
    const startedAt = clock.now();
    const result = await crosstag.tagResource({ resources: [key], tags: { a: "1" } }, { timeoutMs: 2_000 });
    expect(clock.now() - startedAt).toBeLessThan(2_100);
    expect(["unknown", "failed"]).toContain(result.outcomes[0]?.status);
  });

  it("survives a listener that throws, and reports events without tag values", async () => {
    const { cloud, crosstag } = open(ONE_BY_ONE_SHAPE, [{ kind: "throttle", operation: "writeTags", times: 1 }]);
    const key = cloud.scene.create("key");
    const events: CrosstagEvent[] = [];
    const result = await crosstag.tagResource(
      { resources: [key], tags: { a: "SECRET-VALUE" } },
      {
        onEvent: (event) => {
          events.push(event);
          throw new Error("listener");
        },
      },
    );
    expect(result.counts.changed).toBe(1);
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set(["call-started", "call-settled", "call-throttled", "call-retried", "resource-settled"]),
    );
    expect(JSON.stringify(events)).not.toContain("SECRET-VALUE");
  });

  it("keeps the pace of the quota", async () => {
    const clock = createVirtualClock();
    // Otherwise the rate limiter would find out that the cloud never throttles, and go faster.
    const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, enforceQuotas: true, latencyMs: 5 });
    const crosstag = createCrosstag([cloud.driver], { clock, random: () => 0.5 });
    const keys = Array.from({ length: 200 }, () => cloud.scene.create("key"));
    const startedAt = clock.now();
    const result = await crosstag.tagResource({ resources: keys, tags: { a: "1" }, readFirst: false });
    expect(result.counts.changed).toBe(200);
    const seconds = (clock.now() - startedAt) / 1_000;
    expect(seconds).toBeGreaterThan(19.5);
    expect(seconds).toBeLessThan(20 * 1.05);
  });

  it("slows down if other programs spend the quota", async () => {
    const clock = createVirtualClock();
    const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock, enforceQuotas: true, latencyMs: 5 });
    const quotas = cloud.driver.quotas.map((quota) => ({ ...quota, requestsPerSecond: quota.requestsPerSecond * 2 }));
    const crosstag = createCrosstag([{ ...cloud.driver, quotas }], { clock, random: () => 0.5 });
    const keys = Array.from({ length: 200 }, () => cloud.scene.create("key"));
    const result = await crosstag.tagResource({ resources: keys, tags: { a: "1" }, readFirst: false });
    expect(result.counts.changed).toBe(200);
    expect(result.calls["writeTags"]).toBeLessThan(200 * 1.1);
  });

  it("writes to one resource at a time, also for requests at once", async () => {
    const { cloud, crosstag } = open({ ...ONE_BY_ONE_SHAPE, latencyMs: 500 });
    const key = cloud.scene.create("key");
    await Promise.all(["1", "2", "3"].map((value) => crosstag.tagResource({ resources: [key], tags: { a: value } })));
    expect(cloud.log.overlappingWrites).toBe(0);
    expect(cloud.log.calls("writeTags")).toBe(3);
  });
});

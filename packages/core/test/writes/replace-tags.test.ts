import { describe, expect, it } from "vitest";
import { createCrosstag } from "../../src/index.ts";
import type { TagRecord } from "../../src/index.ts";
import { createMemoryCloud, createVirtualClock, withFaults } from "../../src/testing.ts";
import type { Fault, MemoryCloudOptions, MemoryRequest } from "../../src/testing.ts";

/** A cloud that replaces all tags of a key, with one key, and another program that uses it. */
function setUp({ versioned, ...options }: MemoryCloudOptions & { readonly versioned: boolean }, faults: Fault[] = []) {
  const clock = createVirtualClock();
  let other: ((request: MemoryRequest) => void) | undefined;
  const cloud = createMemoryCloud({
    clock,
    kinds: ["key"],
    writes: { style: "replace", versioned },
    onServed: (request) => other?.(request),
    ...options,
  });
  const key = cloud.scene.create("key", { tags: { kept: "1", "mem:owner": "cloud" } });
  const crosstag = createCrosstag([withFaults(cloud.driver, faults, { clock })], { clock, random: () => 0.5 });
  return {
    ...cloud,
    crosstag,
    key,
    tags: () => cloud.truth.tagsOf(key),
    methods: () => cloud.log.requests.map(({ operation }) => operation),
    /** Another program writes after so many requests of a method, as often as it has tag sets. */
    otherWrites: (after: "readTags" | "replaceTags", count: number, ...sets: ((tags: TagRecord) => TagRecord)[]) => {
      let seen = 0;
      other = ({ operation }) => {
        if (operation !== after || (seen += 1) < count) return;
        const next = sets.shift();
        if (next !== undefined) cloud.scene.setTags(key, next(cloud.truth.tagsOf(key)));
      };
    },
  };
}

const adding = (tag: TagRecord) => (tags: TagRecord) => ({ ...tags, ...tag });

describe("a cloud that replaces all tags, with versions", () => {
  it("keeps the tags of others, and reads again after a conflict", async () => {
    const { crosstag, key, tags, methods, otherWrites } = setUp({ versioned: true });
    otherWrites("readTags", 2, adding({ theirs: "2" }));
    const { outcomes, warnings, calls } = await crosstag.tagResource({ resources: [key], tags: { team: "a" } });
    expect(outcomes).toMatchObject([
      { status: "changed", attempts: 2, requestIds: [expect.any(String), expect.any(String)] },
    ]);
    expect(tags()).toEqual({ kept: "1", "mem:owner": "cloud", team: "a", theirs: "2" });
    expect(methods()).toEqual(["readTags", "readTags", "replaceTags", "readTags", "replaceTags"]);
    expect(calls).toEqual({ readTags: 3, writeTags: 2 });
    expect(warnings).toEqual([]);
    const removed = await crosstag.untagResource({ resources: [key], tagKeys: ["team", "absent"], readFirst: false });
    expect(removed.outcomes).toMatchObject([{ status: "changed", attempts: 1 }]);
    expect(removed.outcomes[0]).not.toHaveProperty("read");
    expect(tags()).toEqual({ kept: "1", "mem:owner": "cloud", theirs: "2" });
    await crosstag.untagResource({ resources: [key], all: true });
    expect(tags()).toEqual({ "mem:owner": "cloud" });
  });

  it("fails with a conflict if others never stop, and loses nothing", async () => {
    const { crosstag, key, tags, log, otherWrites } = setUp({ versioned: true });
    otherWrites("readTags", 1, ...Array.from({ length: 50 }, (_, index) => adding({ theirs: String(index) })));
    const { outcomes } = await crosstag.tagResource({ resources: [key], tags: { team: "a" } });
    expect(outcomes).toMatchObject([
      { status: "failed", attempts: 5, error: { code: "conflict", retry: "transient" } },
    ]);
    const message = "error" in (outcomes[0] ?? {}) && outcomes[0]?.status === "failed" ? outcomes[0].error.message : "";
    expect(message).toBe(
      "Other programs changed the tags of the key between reading and writing them, 5 times in a row: Memory cloud refused the write.",
    );
    expect(tags()).toEqual({ kept: "1", "mem:owner": "cloud", theirs: "5" });
    expect(log.calls("replaceTags")).toBe(5);
  });

  it("writes nothing that is there already, and nothing above the limit", async () => {
    const { crosstag, key, log, otherWrites, scene } = setUp({ versioned: true });
    otherWrites("readTags", 1, adding({ team: "a" }));
    const request = { resources: [key], tags: { team: "a" } };
    expect((await crosstag.tagResource(request)).outcomes).toMatchObject([{ status: "unchanged", attempts: 0 }]);
    const full = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`tag-${index}`, "v"]));
    scene.setTags(key, full);
    const { outcomes } = await crosstag.tagResource({ ...request, readFirst: false });
    expect(outcomes).toMatchObject([{ status: "failed", attempts: 0, error: { code: "limit-exceeded" } }]);
    expect(log.calls("replaceTags")).toBe(0);
  });

  it.each(["lose-request", "lose-answer", "garble-answer", "throttle"] as const)(
    "merges anew after a call with the fault %s",
    async (kind) => {
      const { crosstag, key, tags, otherWrites } = setUp({ versioned: true, propagationMs: 40 }, [
        { kind, operation: "replaceTags", times: 1 },
      ]);
      otherWrites("readTags", 1, adding({ theirs: "2" }));
      const { outcomes } = await crosstag.tagResource({ resources: [key], tags: { team: "a" } });
      expect(outcomes).toMatchObject([{ status: "changed" }]);
      expect(tags()).toEqual({ kept: "1", "mem:owner": "cloud", team: "a", theirs: "2" });
    },
  );
});

describe("a cloud that replaces all tags, without versions", () => {
  it("reads back, and warns of what reading back cannot show", async () => {
    const { crosstag, key, tags, methods, otherWrites } = setUp({ versioned: false });
    otherWrites("readTags", 2, adding({ lost: "2" }));
    const { outcomes, warnings } = await crosstag.tagResource({ resources: [key], tags: { team: "a" } });
    expect(outcomes).toMatchObject([{ status: "changed", attempts: 1 }]);
    expect(tags()).toEqual({ kept: "1", "mem:owner": "cloud", team: "a" });
    expect(methods()).toEqual(["readTags", "readTags", "replaceTags", "readTags"]);
    expect(warnings).toMatchObject([
      {
        rule: "crosstag.replaces-all-tags",
        message:
          "Memory cloud replaces all tags of a resource at once and has no versions of them: a change that another program makes at the same moment can be lost.",
      },
    ]);
    const dry = await crosstag.untagResource({ resources: [key], tagKeys: ["team"], dryRun: true });
    expect(dry.warnings).toMatchObject([{ rule: "crosstag.replaces-all-tags" }]);
    const same = await crosstag.tagResource({ resources: [key], tags: { team: "a" } });
    expect(same.warnings).toEqual([]);
  });

  it("reports a tag that it has overwritten, if a reading shows the tag after all", async () => {
    const { crosstag, key, tags, otherWrites } = setUp({ versioned: false, propagationMs: 500, latencyMs: 100 });
    otherWrites("readTags", 2, adding({ lost: "2" }));
    const { outcomes } = await crosstag.tagResource({ resources: [key], tags: { team: "a" } });
    expect(outcomes).toMatchObject([{ status: "changed", otherChanges: ["lost"] }]);
    expect(tags()).toEqual({ kept: "1", "mem:owner": "cloud", team: "a" });
  });

  it("reports tags of others that have changed meanwhile", async () => {
    const { crosstag, key, tags, otherWrites } = setUp({ versioned: false });
    otherWrites("replaceTags", 1, () => ({ team: "a", theirs: "2" }));
    const { outcomes, warnings } = await crosstag.tagResource({ resources: [key], tags: { team: "a" } });
    expect(outcomes).toMatchObject([{ status: "changed", otherChanges: ["kept", "mem:owner", "theirs"] }]);
    expect(warnings.map(({ rule }) => rule)).toEqual(["crosstag.replaces-all-tags", "crosstag.other-changes"]);
    expect(tags()).toEqual({ team: "a", theirs: "2" });
  });

  it("fails if another program has replaced what was written", async () => {
    const { crosstag, key, otherWrites } = setUp({ versioned: false });
    otherWrites("replaceTags", 1, () => ({ kept: "1", "mem:owner": "cloud", owner: "b", theirs: "2" }));
    const { outcomes } = await crosstag.tagResource({ resources: [key], tags: { team: "a", owner: "b" } });
    expect(outcomes).toMatchObject([
      { status: "failed", error: { code: "conflict" }, appliedKeys: ["owner"], otherChanges: ["theirs"] },
    ]);
    expect(outcomes).toMatchObject([{ partial: { done: { set: ["owner"] }, left: { set: ["team"] } } }]);
  });

  it("says so if the tags cannot be read back", async () => {
    const faults: Fault[] = [{ kind: "lose-request", operation: "readTags", after: 2 }];
    const { crosstag, key, tags } = setUp({ versioned: false }, faults);
    const { outcomes, warnings } = await crosstag.tagResource({ resources: [key], tags: { team: "a" } });
    expect(outcomes).toMatchObject([{ status: "changed", readBack: false }]);
    expect(warnings.map(({ rule }) => rule)).toEqual(["crosstag.replaces-all-tags", "crosstag.not-read-back"]);
    expect(tags()).toMatchObject({ team: "a" });
  });
});

it("reads just before each write, however long the quota makes writes wait", async () => {
  const provenance = { source: "test", verifiedOn: "2026-11-29", status: "assumed" } as const;
  const quota = (id: string, requestsPerSecond: number, ...operations: readonly ("readTags" | "writeTags")[]) => ({
    ...provenance,
    id,
    requestsPerSecond,
    covers: operations.map((operation) => ({ operation })),
  });
  const quotas = [quota("write", 1, "writeTags"), quota("read", 100, "readTags")];
  const { crosstag, scene, log } = setUp({ versioned: false, quotas, enforceQuotas: true });
  const keys = Array.from({ length: 20 }, () => scene.create("key"));
  const { counts } = await crosstag.tagResource({ resources: keys, tags: { team: "a" } });
  expect(counts.changed).toBe(20);
  for (const [index, { operation, resources, at }] of log.requests.entries()) {
    if (operation !== "replaceTags") continue;
    const read = log.requests
      .slice(0, index)
      .findLast((one) => one.operation === "readTags" && one.resources[0] === resources[0]);
    expect(at - (read?.at ?? 0)).toBeLessThan(300);
  }
  expect(log.overlappingWrites).toBe(0);
});

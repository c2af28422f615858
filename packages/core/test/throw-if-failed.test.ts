import { describe, expect, expectTypeOf, it } from "vitest";
import { createCrosstag } from "../src/create-crosstag.ts";
import { CrosstagError } from "../src/model/crosstag-error.ts";
import type { RunResult } from "../src/run/run-result.ts";
import { createMemoryCloud, createVirtualClock, ONE_BY_ONE_SHAPE } from "../src/testing.ts";
import { throwIfFailed } from "../src/throw-if-failed.ts";
import type { TagResourceResult } from "../src/writes/tag-requests.ts";

function thrownBy(check: () => unknown): CrosstagError {
  try {
    check();
  } catch (error) {
    if (CrosstagError.is(error)) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}

function open() {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock });
  return { cloud, crosstag: createCrosstag([cloud.driver], { clock }) };
}

const GONE = "mem:kms:memory-1:1000:key/key-gone";

describe("throwIfFailed", () => {
  it("returns the same result if all is well, also after a dry run", async () => {
    const { cloud, crosstag } = open();
    const resources = [cloud.scene.create("key"), cloud.scene.create("key", { tags: { a: "1" } })];
    for (const dryRun of [true, false]) {
      const result = await crosstag.tagResource({ resources, tags: { a: "1" }, dryRun });
      expect(throwIfFailed(result)).toBe(result);
      expectTypeOf(throwIfFailed(result)).toEqualTypeOf<TagResourceResult>();
    }
  });

  it("names the resources that failed, with the reason of the cloud", async () => {
    const { cloud, crosstag } = open();
    const key = cloud.scene.create("key");
    const result = await crosstag.tagResource({ resources: [key, GONE], tags: { a: "1" } });
    const error = thrownBy(() => throwIfFailed(result));
    expect(error).toMatchObject({ code: "not-found", retry: "no", reference: GONE });
    expect(error.message).toContain(`1 of 2 resources failed: ${GONE} (failed, not-found: `);
    expect(error.message).not.toContain(key);
  });

  it("names ten of many, and counts the others", async () => {
    const { crosstag } = open();
    const resources = Array.from({ length: 14 }, (_, index) => `${GONE}-${index}`);
    const result = await crosstag.tagResource({ resources, tags: { a: "1" } });
    const { message, reference } = thrownBy(() => throwIfFailed(result));
    expect(message).toContain("14 of 14 resources failed: ");
    expect(message).toMatch(/; 4 more\.$/);
    expect(message.match(/key-gone-\d+ \(/g)).toHaveLength(10);
    expect(reference).toBeUndefined();
  });

  it("counts resources that a signal kept from being started", async () => {
    const { cloud, crosstag } = open();
    const request = { resources: [cloud.scene.create("key")], tags: { a: "1" } };
    const result = await crosstag.tagResource(request, { signal: AbortSignal.abort() });
    expect(thrownBy(() => throwIfFailed(result))).toMatchObject({
      code: "canceled",
      message: expect.stringContaining("(skipped, not-started)") as unknown,
    });
  });

  const complete: RunResult = {
    ended: "complete",
    counts: { changed: 3, unchanged: 0, skipped: 0, failed: 0, unknown: 0 },
    changedInPart: 0,
    skipped: {},
    notShown: undefined,
    failures: [],
    calls: {},
    throttled: 0,
    seconds: 1,
  };

  it("accepts a complete run, and one that stopped at its limit", () => {
    const limited = { ...complete, ended: "limit", skipped: { "not-started": 2 } } as const;
    for (const result of [complete, limited]) expect(throwIfFailed<RunResult>(result)).toBe(result);
  });

  it("reports an interrupted run, failures and changes that do not show", () => {
    const group = { resources: 2, message: "No such key.", hint: "Check it.", examples: ["key-1"] };
    const result: RunResult = {
      ...complete,
      ended: "interrupted",
      counts: { changed: 3, unchanged: 0, skipped: 4, failed: 2, unknown: 0 },
      skipped: { "not-started": 4 },
      failures: [{ ...group, status: "failed", code: "not-found" }],
    };
    const error = thrownBy(() => throwIfFailed(result));
    expect(error).toMatchObject({ code: "not-found", hint: "Check it." });
    expect(error.message).toBe(
      "6 of 9 resources failed: key-1 (failed, not-found: No such key); 1 more; 4 (skipped, not-started; the run ended as interrupted).",
    );
    const notShown = { ...group, status: "changed" as const, resources: 1 };
    expect(thrownBy(() => throwIfFailed<RunResult>({ ...complete, notShown })).message).toContain("1 of 3 resources");
  });
});

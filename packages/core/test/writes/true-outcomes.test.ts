import { driverMethod } from "../../src/driver.ts";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/calls/clock.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { EngineOptions } from "../../src/calls/engine-options.ts";
import type { Failure } from "../../src/driver/failure.ts";
import { CrosstagError } from "../../src/model/crosstag-error.ts";
import type { CrosstagEvent } from "../../src/calls/crosstag-event.ts";
import type { CallOptions } from "../../src/calls/call-options.ts";
import {
  BATCHED_SHAPE,
  createMemoryCloud,
  createVirtualClock,
  decorateDriver,
  ONE_BY_ONE_SHAPE,
  withFaults,
} from "../../src/testing.ts";

function open(shape = ONE_BY_ONE_SHAPE, faults: Parameters<typeof withFaults>[1] = [], options: EngineOptions = {}) {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...shape, clock });
  const crosstag = createCrosstag([withFaults(cloud.driver, faults, { clock })], {
    clock,
    random: () => 0.5,
    ...options,
  });
  return { clock, cloud, crosstag };
}

/** The cloud answers that something went wrong on its side: the call may have taken effect. */
const INTERNAL: Failure = {
  code: "unavailable",
  retry: "transient",
  applied: "maybe",
  scope: "call",
  message: "m",
  providerCode: "KMSInternalException",
};

describe("what may have been applied is never called failed", () => {
  it("a half of a batch is refused after the whole was applied and its answer lost", async () => {
    const { cloud, crosstag } = open(BATCHED_SHAPE, [{ kind: "lose-answer", operation: "writeTags", times: 1 }]);
    const [first, second] = [cloud.scene.create("key"), cloud.scene.create("key")];
    const { outcomes } = await crosstag.tagResource(
      { resources: [first, second], tags: { owner: "payments" }, readFirst: false },
      { onEvent: ({ type }) => void (type === "call-retried" && cloud.scene.scheduleDeletion(second)) },
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["changed", "changed"]);
    expect(cloud.truth.tagsOf(second)).toEqual({ owner: "payments" });
  });

  it("the cloud said that it failed, did it all the same, and cannot be read", async () => {
    const clock = createVirtualClock();
    const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock });
    const key = cloud.scene.create("key");
    const failing = new Map<unknown, ReturnType<typeof cloud.driver.classify>>();
    const fail = (failure: Parameters<typeof failing.set>[1]): never => {
      const error = new Error("by the cloud");
      failing.set(error, failure);
      throw error;
    };
    const driver = decorateDriver(cloud.driver, {
      writeTags: async (call, context) => {
        await driverMethod(cloud.driver, "writeTags")(call, context);
        return fail({
          code: "unavailable",
          retry: "transient",
          applied: "maybe",
          scope: "call",
          message: "Internal error.",
          providerCode: "Internal",
        });
      },
      readTags: async () =>
        fail({ code: "access-denied", retry: "no", applied: "no", scope: "resource", message: "Denied." }),
      classify: (error) => failing.get(error) ?? cloud.driver.classify(error),
    });
    const crosstag = createCrosstag([driver], { clock });
    const { outcomes } = await crosstag.tagResource({ resources: [key], tags: { a: "1" }, readFirst: false });
    expect(outcomes[0]?.status).toBe("unknown");
  });
});

describe("not read, read and absent, and present are three things", () => {
  it.each([
    ["present", "changed"],
    ["absent", "failed"],
    ["not read", "unknown"],
  ] as const)("a change that the cloud called a fault and that is %s is %s", async (reading, status) => {
    const clock = createVirtualClock();
    const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock });
    const key = cloud.scene.create("key");
    const fault = new Error("by the cloud");
    const driver = decorateDriver(cloud.driver, {
      writeTags: async (call, context) => {
        if (reading === "present") await driverMethod(cloud.driver, "writeTags")(call, context);
        throw fault;
      },
      readTags: (call, context) =>
        reading === "not read" ? Promise.reject(fault) : cloud.driver.readTags(call, context),
      classify: (error) => (error === fault ? INTERNAL : cloud.driver.classify(error)),
    });
    const crosstag = createCrosstag([driver], { clock, retry: "immediate" });
    const { outcomes } = await crosstag.tagResource({ resources: [key], tags: { a: "1" }, readFirst: false });
    expect(outcomes).toMatchObject([{ status }]);
  });

  it("a resource that was read without the change, and then not at all, is unknown", async () => {
    const clock = createVirtualClock();
    const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock });
    const key = cloud.scene.create("key");
    const fault = new Error("by the cloud");
    let reads = 0;
    const driver = decorateDriver(cloud.driver, {
      writeTags: () => Promise.reject(fault),
      readTags: (call, context) => ((reads += 1) > 1 ? Promise.reject(fault) : cloud.driver.readTags(call, context)),
      classify: (error) => (error === fault ? INTERNAL : cloud.driver.classify(error)),
    });
    const crosstag = createCrosstag([driver], { clock, retry: "immediate" });
    const { outcomes } = await crosstag.tagResource({ resources: [key], tags: { a: "1" }, readFirst: false });
    expect(outcomes).toMatchObject([{ status: "unknown" }]);
  });
});

describe("a denial that concerns the whole account", () => {
  it.each([
    ["call", 0],
    ["resource", 1],
  ] as const)("is not explained by describing the resource (scope %s: %d descriptions)", async (scope, looks) => {
    const clock = createVirtualClock();
    const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock });
    const denial = new Error("in debt");
    const driver = decorateDriver(cloud.driver, {
      writeTags: () => Promise.reject(denial),
      classify: (error) =>
        error === denial
          ? { code: "access-denied", retry: "no", applied: "no", scope, message: "In debt." }
          : cloud.driver.classify(error),
    });
    const crosstag = createCrosstag([driver], { clock });
    const { outcomes } = await crosstag.tagResource({ resources: [cloud.scene.create("key")], tags: { a: "1" } });
    expect(outcomes).toMatchObject([{ status: "failed", error: { code: "access-denied" } }]);
    expect(cloud.log.calls("describeResource")).toBe(looks);
  });
});

describe("what was never sent is not called unknown", () => {
  it("the driver knows that a call given up had not left", async () => {
    const { clock, cloud } = open();
    const key = cloud.scene.create("key");
    class NeverSent extends Error {}
    const driver = decorateDriver(cloud.driver, {
      writeTags: (_call, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(new NeverSent()));
        }),
      classify: (error) =>
        error instanceof NeverSent
          ? { code: "unavailable", retry: "transient", applied: "no", scope: "call", message: "Not connected." }
          : cloud.driver.classify(error),
    });
    const crosstag = createCrosstag([driver], { clock });
    const request = { resources: [key], tags: { a: "1" }, readFirst: false };
    expect((await crosstag.tagResource(request, { timeoutMs: 500 })).outcomes[0]).toMatchObject({
      status: "skipped",
      reason: "not-started",
    });
    expect((await crosstag.tagResource(request, { callTimeoutMs: 500 })).outcomes[0]).toMatchObject({
      status: "failed",
      error: { code: "deadline-exceeded" },
    });
  });

  it("a cloud that never answers is reported with the attempts, their time, and the setting that allows more", async () => {
    const { clock, cloud } = open();
    const key = cloud.scene.create("key");
    const crosstag = createCrosstag(
      [{ ...withFaults(cloud.driver, [{ kind: "hang", operation: "readTags" }], { clock }), callTimeoutMs: 20_000 }],
      { clock },
    );
    const errorOf = async (options: CallOptions) => {
      for await (const entry of crosstag.listTags({ resources: [key] }, options))
        if (entry.status === "failed") return entry.error;
      return undefined;
    };
    expect(await errorOf({})).toMatchObject({
      code: "deadline-exceeded",
      message: "Memory cloud did not answer: 5 attempts of 20 s each.",
      hint: expect.stringMatching(/--timeout on the command line, callTimeoutSeconds/),
    });
    expect(clock.now()).toBeGreaterThanOrEqual(100_000);
    // What the request says counts before what the cloud's settings say.
    expect(await errorOf({ callTimeoutMs: 500 })).toMatchObject({
      message: "Memory cloud did not answer: 5 attempts of 0.5 s each.",
    });
  });

  it.each([
    ["in each attempt", 0, "Memory STS did not answer: 5 attempts of 15 s each."],
    [
      "in the last attempt alone, as when the process stood still",
      4,
      "Memory cloud did not answer: 5 attempts of 15 s each.",
    ],
  ])(
    "a question that ends while another service is asked %s names who was silent",
    async (_when, answered, message) => {
      const { clock, cloud } = open();
      const key = cloud.scene.create("key");
      let attempts = 0;
      const ends = new Map<unknown, boolean>();
      const driver = decorateDriver(cloud.driver, {
        readTags: (_call, { signal }) => {
          const isOfOther = (attempts += 1) > answered;
          return new Promise((_, reject) => {
            const error = new Error("ended");
            ends.set(error, isOfOther);
            signal.addEventListener("abort", () => reject(error));
          });
        },
        classify: (error) => ({
          code: "unavailable",
          retry: "transient",
          applied: "maybe",
          scope: "call",
          message: "Ended.",
          ...(ends.get(error) === true && { service: "Memory STS" }),
        }),
      });
      const crosstag = createCrosstag([driver], { clock });
      for await (const entry of crosstag.listTags({ resources: [key] }))
        expect(entry).toMatchObject({ status: "failed", error: { code: "deadline-exceeded", message } });
      expect(attempts).toBe(5);
    },
  );

  it.each([Number.NaN, 0, -1, Infinity, 2 ** 31, "500"])(
    "%s milliseconds are refused, and not taken for no time",
    async (time) => {
      const { cloud, crosstag } = open();
      const request = { resources: [cloud.scene.create("key")], tags: { a: "1" } };
      for (const name of ["timeoutMs", "callTimeoutMs"]) {
        await expect(crosstag.tagResource(request, { [name]: time })).rejects.toMatchObject({
          code: "invalid-request",
          message: `${name} is not a valid duration.`,
        });
      }
      expect(cloud.log.calls()).toBe(0);
    },
  );

  it("a listener that cancels when a call starts keeps it from being sent", async () => {
    const { cloud, crosstag } = open();
    const key = cloud.scene.create("key");
    const controller = new AbortController();
    const events: CrosstagEvent["type"][] = [];
    const { outcomes } = await crosstag.tagResource(
      { resources: [key], tags: { a: "1" }, readFirst: false },
      {
        signal: controller.signal,
        onEvent: ({ type }) => {
          events.push(type);
          if (type === "call-started") controller.abort();
        },
      },
    );
    expect(outcomes[0]).toMatchObject({ status: "skipped", reason: "not-started", attempts: 0 });
    expect(events).toEqual(["call-started", "call-settled", "resource-settled"]);
    expect(cloud.log.calls()).toBe(0);
  });
});

describe("a request ends in time, whatever it waits for", () => {
  it.each([
    ["a slot", () => ({ maximumConcurrentCalls: 1, pacing: "off" as const }), false],
    ["another request's write to the same key", () => ({ pacing: "off" as const }), true],
  ])("%s", async (_, options, sameKey) => {
    const { clock, cloud, crosstag } = open(
      ONE_BY_ONE_SHAPE,
      [{ kind: "hang", operation: "writeTags", times: 1 }],
      options(),
    );
    const busy = cloud.scene.create("key");
    const waiting = sameKey ? busy : cloud.scene.create("key");
    const tag = (resource: string, timeouts: { callTimeoutMs?: number; timeoutMs?: number }) =>
      crosstag.tagResource({ resources: [resource], tags: { a: "1" }, readFirst: false }, timeouts);
    const first = tag(busy, { callTimeoutMs: 5_000 });
    const { outcomes } = await tag(waiting, { timeoutMs: 100 });
    expect(clock.now()).toBeLessThan(200);
    expect(outcomes[0]).toMatchObject({ status: "skipped", reason: "not-started" });
    expect((await first).counts.changed).toBe(1);
    // The slot and the lock are free again.
    expect((await tag(waiting, {})).counts.changed).toBe(1);
  });

  it("looking into an unknown outcome takes no longer than it may", async () => {
    const { clock, cloud, crosstag } = open(
      ONE_BY_ONE_SHAPE,
      [
        { kind: "lose-answer", operation: "writeTags" },
        { kind: "hang", operation: "readTags" },
      ],
      {
        settleTimeoutMs: 2_000,
        retry: { transientAttempts: 1, throttledAttempts: 1, baseDelayMs: 0, maximumDelayMs: 0 },
      },
    );
    const key = cloud.scene.create("key");
    const { outcomes } = await crosstag.tagResource({ resources: [key], tags: { a: "1" }, readFirst: false });
    expect(outcomes[0]?.status).toBe("unknown");
    expect(clock.now()).toBeLessThan(2_500);
  });

  it("a time beyond what timers can hold is a long time, not none", async () => {
    let fired = false;
    const stop = systemClock.startTimer?.(Number.POSITIVE_INFINITY, () => (fired = true));
    const asleep = new AbortController();
    const slept = systemClock.sleep(2 ** 31, asleep.signal).then(
      () => "woke",
      () => "still asleep",
    );
    await systemClock.sleep(20);
    stop?.();
    asleep.abort();
    expect([fired, await slept]).toEqual([false, "still asleep"]);
  });
});

it.each([0, -1, 1.5, Number.NaN])("%d calls at once are refused when the object is made", (maximumConcurrentCalls) => {
  const { driver } = createMemoryCloud();
  expect(() => createCrosstag([driver], { maximumConcurrentCalls })).toThrow(CrosstagError);
});

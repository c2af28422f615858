import { driverMethod } from "../../src/driver.ts";
import { expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { Failure } from "../../src/driver/failure.ts";
import type { KmsDriver } from "../../src/driver/kms-driver.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";

const refused: Failure = {
  code: "unavailable",
  retry: "transient",
  applied: "no",
  scope: "call",
  message: "The cloud cannot be reached.",
  unreachable: true,
};

class Refused extends Error {}

/** A cloud of which some calls reach no server. `reaches` is asked for each attempt, from 1. */
function withNetwork(driver: KmsDriver, reaches: (attempt: number) => boolean, failure: Failure) {
  const network = { attempts: 0 };
  const decorated = decorateDriver(driver, {
    writeTags: async (call, context) => {
      network.attempts += 1;
      if (!reaches(network.attempts)) throw new Refused();
      return driverMethod(driver, "writeTags")(call, context);
    },
    classify: (error) => (error instanceof Refused ? failure : driver.classify(error)),
  });
  return { driver: decorated, network };
}

async function tag(
  reaches: (attempt: number) => boolean,
  { failure = refused, ...options }: { failure?: Failure; maximumUnreachableCalls?: number } = {},
) {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock });
  const resources = Array.from({ length: 40 }, () => cloud.scene.create("key"));
  const { driver, network } = withNetwork(cloud.driver, reaches, failure);
  const engine = { clock, pacing: "off", retry: "immediate", maximumConcurrentCalls: 1, ...options } as const;
  const crosstag = createCrosstag([driver], engine);
  const { counts } = await crosstag.tagResource({ resources, tags: { a: "1" }, readFirst: false });
  return { counts, attempts: network.attempts };
}

it("stops after five calls in a row, each with all its attempts", async () => {
  const { counts, attempts } = await tag(() => false);
  expect(counts).toMatchObject({ failed: 5, skipped: 35 });
  expect(attempts).toBe(5 * 5);
});

it("stops after as many calls as is asked for, or never", async () => {
  expect((await tag(() => false, { maximumUnreachableCalls: 1 })).counts).toMatchObject({ failed: 1, skipped: 39 });
  const never = await tag(() => false, { maximumUnreachableCalls: Number.POSITIVE_INFINITY });
  expect(never.counts).toMatchObject({ failed: 40 });
});

it("does not stop for a network that loses connections, as long as the cloud answers in between", async () => {
  // Four calls of five attempts are lost, the next one is answered.
  const { counts } = await tag((attempt) => attempt % 21 === 0);
  expect(counts).toMatchObject({ failed: 32, changed: 8, skipped: 0 });
});

it("does not count calls that may have been sent", async () => {
  const { unreachable: _, ...silent } = refused;
  const { counts } = await tag(() => false, { failure: { ...silent, applied: "maybe" } });
  expect(counts.skipped).toBe(0);
});

/** Tags 40 keys in a cloud that takes calls and answers some of them. `answers` is asked for each attempt, from 1. */
async function tagFrozen(answers: (attempt: number) => boolean, retry: "patient" | "standard") {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, clock });
  const resources = Array.from({ length: 40 }, () => cloud.scene.create("key"));
  let attempts = 0;
  const driver = decorateDriver(cloud.driver, {
    callTimeoutMs: 15_000,
    writeTags: async (call, context) => {
      attempts += 1;
      return answers(attempts) ? driverMethod(cloud.driver, "writeTags")(call, context) : new Promise<never>(() => {});
    },
    readTags: () => new Promise<never>(() => {}),
  });
  const crosstag = createCrosstag([driver], { clock, pacing: "off", retry, maximumConcurrentCalls: 8 });
  const startedAt = clock.now();
  const { counts, stopped, outcomes } = await crosstag.tagResource({ resources, tags: { a: "1" }, readFirst: false });
  return { counts, stopped, outcomes, attempts, seconds: (clock.now() - startedAt) / 1_000 };
}

it.each(["patient", "standard"] as const)(
  "a cloud that takes calls and never answers is stopped after five attempts of the calls under way (%s)",
  async (retry) => {
    const { counts, stopped, outcomes, attempts, seconds } = await tagFrozen(() => false, retry);
    expect(stopped).toMatchObject([
      {
        code: "deadline-exceeded",
        message: expect.stringContaining("did not answer: 5 attempts of 15 s each.") as string,
      },
    ]);
    // Calls that were sent are not reported as never started.
    expect(counts).toMatchObject({ changed: 0, unknown: 8, skipped: 32 });
    expect(outcomes.filter(({ status }) => status === "skipped").every(({ attempts: made }) => made === 0)).toBe(true);
    expect(attempts).toBe(8 * 5);
    expect(seconds).toBeGreaterThanOrEqual(75);
    expect(seconds).toBeLessThan(120);
  },
);

it("a cloud that answers some calls is not stopped", async () => {
  const { counts, stopped } = await tagFrozen((attempt) => attempt % 3 === 0, "patient");
  expect(stopped).toBeUndefined();
  expect(counts).toMatchObject({ skipped: 0 });
  expect(counts.changed).toBeGreaterThan(10);
});

import { expect, test } from "vitest";
import type { CrosstagEvent } from "../../src/calls/crosstag-event.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { keepPlan } from "./plan-in-memory.ts";
import { keys, openCloud } from "./run-helpers.ts";

/** When reads and writes of a run of 40 keys at 10 writes a second begin, milliseconds; each read takes as long as its number says. */
async function runFor(latencyOf: (read: number) => number) {
  let reads = 0;
  let isApplied = false;
  const { cloud, clock, crosstag } = openCloud(ONE_BY_ONE_SHAPE, {
    engine: { pacing: "quota" },
    change: (driver) =>
      decorateDriver(driver, {
        readTags: async (call, context) => {
          if (isApplied) await clock.sleep(latencyOf((reads += 1)), context.signal);
          return driver.readTags(call, context);
        },
      }),
  });
  for (let number = 0; number < 40; number += 1) cloud.scene.create("key");
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
  isApplied = true;
  const begunAt = clock.now();
  const times = { readTags: [] as number[], writeTags: [] as number[] };
  const onEvent = (event: CrosstagEvent) => {
    if (event.type === "call-started" && (event.operation === "readTags" || event.operation === "writeTags"))
      times[event.operation].push(clock.now() - begunAt);
  };
  const { counts } = await crosstag.applyPlan({ plan, verify: false }, { onEvent });
  expect(counts.changed).toBe(40);
  return times;
}

const within = (times: readonly number[], milliseconds: number) => times.filter((at) => at < milliseconds).length;

test("a run begins with as many reads as have a write in the next fifth of a second, and reads no more than it can write", async () => {
  const { readTags, writeTags } = await runFor(() => 10);
  expect(within(readTags, 10)).toBe(2);
  expect(within(readTags, 1_000)).toBeLessThanOrEqual(10 + 6);
  expect(writeTags[0]).toBeLessThan(20);
  expect(within(writeTags, 4_050)).toBe(40);
});

test("a run reads more at once if the answers take long", async () => {
  const { writeTags } = await runFor(() => 700);
  expect(writeTags[0]).toBeLessThan(710);
  // Ten a second from then on.
  expect(within(writeTags, 4_950)).toBe(40);
});

test("first reads that are not answered for long keep the others back for a moment only", async () => {
  const { readTags, writeTags } = await runFor((read) => (read <= 2 ? 5_000 : 10));
  expect(within(readTags, 100)).toBe(2);
  expect(writeTags[0]).toBeLessThan(120);
  expect(within(writeTags, 4_100)).toBeGreaterThanOrEqual(38);
});

test("a cloud that is far away delays the first writes of a run by its own answers only", async () => {
  const { readTags, writeTags } = await runFor(() => 300);
  expect(within(readTags, 260)).toBe(6);
  expect(within(writeTags, 1_000)).toBeGreaterThanOrEqual(6);
  expect(writeTags[0]).toBeLessThan(310);
});

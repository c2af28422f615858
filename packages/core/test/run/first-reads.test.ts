import { expect, test } from "vitest";
import type { CrosstagEvent } from "../../src/calls/crosstag-event.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { keepPlan } from "./plan-in-memory.ts";
import { keys, openCloud } from "./run-helpers.ts";

const LATENCY_MS = 10;

test("a run begins with two reads, and soon makes as many as it is allowed to", async () => {
  const shape = { ...ONE_BY_ONE_SHAPE, latencyMs: LATENCY_MS };
  const { cloud, clock, crosstag } = openCloud(shape, { engine: { maximumConcurrentCalls: 10 } });
  for (let number = 0; number < 60; number += 1) cloud.scene.create("key");
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
  const begunAt = clock.now();
  /** Reads that begin, by how many answers have had time to arrive. */
  const begun: number[] = [];
  const onEvent = (event: CrosstagEvent) => {
    if (event.type !== "call-started" || event.operation !== "readTags") return;
    const round = Math.floor((clock.now() - begunAt) / LATENCY_MS);
    begun[round] = (begun[round] ?? 0) + 1;
  };
  const { counts } = await crosstag.applyPlan({ plan, verify: false }, { onEvent });
  expect(counts.changed).toBe(60);
  expect(begun[0]).toBe(2);
  expect(Math.max(...begun.filter((count) => count !== undefined))).toBeGreaterThanOrEqual(8);
});

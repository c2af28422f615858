import { expect, test } from "vitest";
import type { RunRecord } from "../../src/run/run-record.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, earlierRun, keys, openCloud } from "./run-helpers.ts";

const LAG_MS = 2_000;

/**
 * A run is cut off, or its last answer is lost, after its write has taken effect or has not. It is resumed while reads still show
 * the tags of before, and its write is refused.
 */
async function resumeRefused(made: boolean, last: "cut off" | "unknown" | "refused", readsAreDenied = false) {
  const refusal = new Error("refused");
  let isResumed = false;
  let resumedAt = 0;
  let readsAfter = 0;
  const { cloud, clock, crosstag } = openCloud(ONE_BY_ONE_SHAPE, {
    change: (driver) =>
      decorateDriver(driver, {
        writeTags: () => Promise.reject(refusal),
        readTags: async (call, context) => {
          const page = await driver.readTags(call, context);
          if (!isResumed) return page;
          readsAfter += 1;
          if (readsAreDenied && readsAfter > 1) throw refusal;
          return clock.now() - resumedAt < LAG_MS ? { ...page, rows: [] } : page;
        },
        classify: (error) =>
          error === refusal
            ? { code: "access-denied", retry: "no", applied: "no", scope: "resource", message: "Denied." }
            : driver.classify(error),
      }),
  });
  const key = cloud.scene.create("key");
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
  const [entry] = plan.all;
  const place = { scope: entry?.scope ?? "", reference: entry?.reference ?? "" };
  const start = { type: "run", schema: "crosstag-run/2", run: "r", plan: plan.header.digest, changes: 1 } as const;
  const intent: RunRecord = { type: "intent", ...place, before: { stage: null }, set: { stage: "live" }, remove: [] };
  const outcomes: Record<typeof last, readonly RunRecord[]> = {
    "cut off": [],
    unknown: [{ type: "outcome", ...place, status: "unknown" }],
    refused: [{ type: "outcome", ...place, status: "failed", appliedKeys: [] }],
  };
  if (made) cloud.scene.setTags(key, { stage: "live" });
  [isResumed, resumedAt] = [true, clock.now()];
  const journal = createMemoryJournal();
  const resume = earlierRun([start, intent, ...outcomes[last]]);
  const resumed = await applyAndCount(crosstag, { plan, run: "r", journal, resume });
  return { status: resumed.outcomes.get(key)?.status, tookMs: clock.now() - resumedAt };
}

test.each(["cut off", "unknown"] as const)(
  "a change of an earlier part whose result is not known (%s) is looked for before a refusal is called a failure",
  async (last) => {
    expect(await resumeRefused(true, last)).toMatchObject({ status: "changed" });
    expect(await resumeRefused(false, last)).toMatchObject({ status: "failed" });
    expect(await resumeRefused(true, last, true)).toMatchObject({ status: "unknown" });
  },
);

test("a change that was refused before is not looked for", async () => {
  const { status, tookMs } = await resumeRefused(false, "refused");
  expect(status).toBe("failed");
  expect(tookMs).toBeLessThan(LAG_MS);
});

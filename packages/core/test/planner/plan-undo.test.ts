import { expect, test } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { KmsDriver } from "../../src/driver/kms-driver.ts";
import type { IntentRecord } from "../../src/run/run-record.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "../run/plan-in-memory.ts";
import { keys } from "../run/run-helpers.ts";

test("an undo leaves out by name what no configured cloud serves, and is continued when one does", async () => {
  const clock = createVirtualClock();
  const [one, two, other] = ["one", "two", "other"].map((region) => {
    const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, region, clock });
    cloud.scene.create("key");
    cloud.scene.create("key");
    return cloud.driver;
  }) as [KmsDriver, KmsDriver, KmsDriver];
  const options = { clock, pacing: "off", retry: "immediate" } as const;
  const whole = createCrosstag([one, two], options);
  const journal = createMemoryJournal();
  const plan = await keepPlan(whole.planTags({ desired: keys({ set: { stage: "live" } }) }));
  await whole.applyPlan({ plan, journal });
  const recorded = journal.records.filter((record): record is IntentRecord => record.type === "intent");
  // The names say it, too.
  const changes = recorded.map(({ scope, ...change }, index) => (index % 2 === 0 ? { scope, ...change } : change));

  const part = createCrosstag([one], options);
  const undo = await keepPlan(part.planUndo({ run: "r", changes }));
  expect(undo.header.summary).toMatchObject({ resources: 4, changes: 2, skipped: { "not-configured": 2 } });
  expect(undo.all.slice(2)).toMatchObject(
    Array.from({ length: 2 }, () => ({
      action: "skip",
      reason: "not-configured",
      scope: "memory/1000/two",
      kind: "key",
      detail: "No cloud is configured or selected for memory/1000/two.",
    })),
  );
  await part.applyPlan({ plan: undo });
  const rest = await keepPlan(whole.planUndo({ run: "r", changes }));
  expect(rest.header.summary).toMatchObject({ changes: 2, unchanged: 2 });

  const none = createCrosstag([other], options);
  await expect(keepPlan(none.planUndo({ run: "r", changes }))).rejects.toMatchObject({
    code: "configuration",
    message: expect.stringContaining("which no configured cloud serves") as string,
  });
});

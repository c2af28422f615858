import { expect, test } from "vitest";
import { REPLACED_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { RunStateFold } from "../../src/run/run-state.ts";
import { applyAndCount, keys, openCloud } from "./run-helpers.ts";

test("a replacement that the cloud accepted and that reads show late is undone", async () => {
  const { cloud, clock, crosstag } = openCloud({ ...REPLACED_SHAPE, propagationMs: 15_000 });
  const key = cloud.scene.create("key");
  await clock.sleep(60_000);
  const plan = await keepPlan(crosstag.planTags({ desired: keys({ set: { stage: "live" } }) }));
  const journal = createMemoryJournal();
  await applyAndCount(crosstag, { plan, run: "r", journal });
  expect(cloud.truth.tagsOf(key)).toEqual({ stage: "live" });
  await clock.sleep(60_000);
  const fold = new RunStateFold();
  for (const record of journal.records) fold.add(record, "2026-11-30T00:00:00.000Z");
  const undo = await keepPlan(crosstag.planUndo({ run: "r", changes: fold.state(false).intents.values() }));
  expect(undo.all).toMatchObject([{ action: "change", remove: ["stage"] }]);
});

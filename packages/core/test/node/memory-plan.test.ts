import { expect, test } from "vitest";
import { createPlan } from "../../src/node/memory-plan.ts";
import type { PlanEntry } from "../../src/plan/plan-entry.ts";

const entry = (number: number): PlanEntry => ({
  scope: "memory/1000/memory-1",
  reference: `mem:kms:memory-1:1000:key/${number}`,
  kind: "key",
  action: "change",
  before: {},
  set: { stage: "live" },
  remove: [],
});

test("a plan in memory lets other work in between its entries, which keep their order", async () => {
  const entries = Array.from({ length: 160 }, (_, number) => entry(number));
  const plan = createPlan(entries, {
    origin: { type: "tag-sets", by: "a table" },
    summary: {
      resources: entries.length,
      changes: entries.length,
      unchanged: 0,
      skipped: {},
      unreadable: 0,
      tagsAdded: entries.length,
      tagsChanged: 0,
      tagsRemoved: 0,
      costs: [],
      warnings: [],
    },
  });
  let turns = 0;
  let isRead = false;
  const count = () => {
    if (isRead) return;
    turns += 1;
    setImmediate(count);
  };
  setImmediate(count);
  const read: PlanEntry[] = [];
  for await (const one of plan.entries()) read.push(one);
  isRead = true;
  expect(read).toEqual(entries);
  expect(turns).toBeGreaterThanOrEqual(9);
  const other: PlanEntry[] = [];
  for await (const one of plan.entries("memory/2000/memory-1")) other.push(one);
  expect(other).toEqual([]);
});

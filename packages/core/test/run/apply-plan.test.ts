import { describe, expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { EngineOptions } from "../../src/calls/engine-options.ts";
import type { Outcome } from "../../src/model/outcome.ts";
import type { DesiredState } from "../../src/desired/desired-state.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import type { MemoryCloudOptions } from "../../src/testing/memory/memory-cloud-options.ts";
import { BATCHED_SHAPE, ONE_BY_ONE_SHAPE } from "../../src/testing/memory/memory-shapes.ts";
import { createVirtualClock } from "../../src/testing/clock/virtual-clock.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";

function openCloud(shape: MemoryCloudOptions, engine: EngineOptions = {}) {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...shape, clock });
  const crosstag = createCrosstag([cloud.driver], { clock, pacing: "off", retry: "immediate", ...engine });
  return { clock, cloud, crosstag };
}

const everything = (actions: Omit<DesiredState["statements"][number], "select">): DesiredState => ({
  version: 1,
  statements: [{ select: { kinds: ["key"] }, ...actions }],
});

describe.each([
  ["one by one", ONE_BY_ONE_SHAPE],
  ["batched", BATCHED_SHAPE],
])("a plan applied, %s", (_name, shape) => {
  it("brings every resource to the desired state, and plans nothing afterwards", async () => {
    const { cloud, crosstag } = openCloud(shape);
    const keys = Array.from({ length: 130 }, (_, index) =>
      cloud.scene.create("key", { tags: { Owner: `team-${index % 7}`, tmp: "x", stage: "test" } }),
    );
    const desired = everything({
      set: { stage: "production" },
      setIfAbsent: { reviewed: "no" },
      rename: { Owner: "owner" },
      remove: ["tmp*"],
    });
    const plan = await keepPlan(crosstag.planTags({ desired }));
    expect(plan.header.summary).toMatchObject({
      resources: 130,
      changes: 130,
      unchanged: 0,
      tagsAdded: 260,
      tagsChanged: 130,
      tagsRemoved: 260,
    });
    const outcomes: Outcome[] = [];
    const journal = createMemoryJournal();
    const result = await crosstag.applyPlan({ plan, journal, onOutcome: (outcome) => outcomes.push(outcome) });
    expect(result).toMatchObject({ ended: "complete", counts: { changed: 130 }, failures: [], notShown: undefined });
    expect(outcomes).toHaveLength(130);
    for (const [index, key] of keys.entries())
      expect(cloud.truth.tagsOf(key)).toEqual({ owner: `team-${index % 7}`, reviewed: "no", stage: "production" });
    const planned = plan.header.summary.costs
      .flatMap(({ calls }) => Object.values(calls))
      .reduce((sum, count) => sum + count, 0);
    expect(cloud.log.calls("writeTags") + cloud.log.calls("removeTags")).toBe(planned);
    expect(cloud.log.overlappingWrites).toBe(0);

    const again = await keepPlan(crosstag.planTags({ desired }));
    expect(again.header.summary).toMatchObject({ resources: 130, changes: 0, unchanged: 130 });

    const undo = await keepPlan(
      crosstag.planUndo({
        run: "first",
        changes: journal.records.filter((record) => record.type === "intent"),
      }),
    );
    await crosstag.applyPlan({ plan: undo });
    for (const [index, key] of keys.entries())
      expect(cloud.truth.tagsOf(key)).toEqual({ Owner: `team-${index % 7}`, tmp: "x", stage: "test" });
  });
});

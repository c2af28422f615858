import { expect, it } from "vitest";
import { createCrosstag } from "../../src/index.ts";
import { createMemoryCloud, createVirtualClock, REPLACED_SHAPE } from "../../src/testing.ts";
import type { MemoryRequest } from "../../src/testing.ts";
import { createMemoryJournal, keepPlan } from "./plan-in-memory.ts";
import { applyAndCount, idOf, keys } from "./run-helpers.ts";

/** A run over twelve keys, during which another program writes to three of them. */
async function run({ versioned }: { readonly versioned: boolean }) {
  const clock = createVirtualClock();
  let onServed: ((request: MemoryRequest) => void) | undefined;
  const cloud = createMemoryCloud({
    ...REPLACED_SHAPE,
    clock,
    writes: { style: "replace", versioned },
    onServed: (request) => onServed?.(request),
  });
  const { scene, truth, log } = cloud;
  const all = Array.from({ length: 12 }, () => scene.create("key", { tags: { kept: "1", old: "2" } }));
  const [undone, crossed, lost] = all as [string, string, string];
  const crosstag = createCrosstag([cloud.driver], { clock, random: () => 0.5, pacing: "off" });
  const desired = keys({ set: { team: "a" }, remove: ["old"] });
  const plan = await keepPlan(crosstag.planTags({ desired }));
  const seen = new Map<string, number>();
  onServed = ({ operation, resources: [id = ""] }) => {
    const moment = `${operation} ${id}`;
    seen.set(moment, (seen.get(moment) ?? 0) + 1);
    // After a write, which it undoes; after a write, beside it; between a reading and a write.
    if (moment === `replaceTags ${idOf(undone)}` && seen.get(moment) === 1)
      scene.setTags(undone, { kept: "1", old: "2" });
    if (moment === `replaceTags ${idOf(crossed)}`) scene.setTags(crossed, { team: "a" });
    if (moment === `readTags ${idOf(lost)}` && seen.get(moment) === 2)
      scene.setTags(lost, { ...truth.tagsOf(lost), theirs: "3" });
  };
  const journal = createMemoryJournal();
  const { result, outcomes } = await applyAndCount(crosstag, { plan, journal });
  for (const one of all.slice(3)) expect(truth.tagsOf(one)).toEqual({ kept: "1", team: "a" });
  expect(log.overlappingWrites).toBe(0);
  return { plan, undone, crossed, lostTags: truth.tagsOf(lost), journal, result, outcomes };
}

it("a run loses no tag of others on a cloud that replaces all tags of a version", async () => {
  const { plan, undone, lostTags, result } = await run({ versioned: true });
  expect(plan.header.summary).toMatchObject({
    warnings: [],
    costs: [
      { quota: "write", calls: { writeTags: 12 }, seconds: 12 },
      { quota: "read", calls: { readTags: 12 }, seconds: 12 / 5 },
    ],
  });
  expect(lostTags).toEqual({ kept: "1", team: "a", theirs: "3" });
  expect(result.counts).toMatchObject({ changed: 12, failed: 0 });
  // The change was made, and taken back by the other program: the run's own reading says so.
  expect(result.notShown?.examples).toEqual([undone]);
});

it("a run reports what it can see of others on a cloud that replaces all tags and has no versions", async () => {
  const { plan, undone, crossed, lostTags, journal, result, outcomes } = await run({ versioned: false });
  expect(plan.header.summary).toMatchObject({
    warnings: [{ rule: "crosstag.replaces-all-tags", resources: 12 }],
    costs: [
      { quota: "write", calls: { writeTags: 12 }, seconds: 12 },
      { quota: "read", calls: { readTags: 24 }, seconds: 24 / 5 },
    ],
  });
  expect(lostTags).toEqual({ kept: "1", team: "a" });
  expect(outcomes.get(undone)).toMatchObject({ status: "failed", error: { code: "conflict" } });
  expect(result.counts).toMatchObject({ changed: 11, failed: 1 });
  expect(outcomes.get(crossed)).toMatchObject({ status: "changed", otherChanges: ["kept"] });
  expect(result.otherChanges).toMatchObject({ resources: 1, examples: [crossed] });
  expect(journal.records).toContainEqual(
    expect.objectContaining({ type: "outcome", reference: crossed, otherChanges: ["kept"] }),
  );
});

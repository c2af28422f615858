import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadRunState, openPlanFile, resumeRun, runPlan, undoRun } from "../../src/node.ts";
import type { Fault } from "../../src/testing.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing.ts";
import { keys, openCloud } from "../run/run-helpers.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "crosstag-continued-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const live = { stage: "live" };

async function halfDone() {
  const faults: Fault[] = [];
  const { cloud, crosstag } = openCloud(ONE_BY_ONE_SHAPE, { faults });
  const all = Array.from({ length: 4 }, () => cloud.scene.create("key"));
  const draft = crosstag.planTags({ desired: keys({ set: live }) });
  const run = (await runPlan(crosstag, draft, { root, limit: 2 })).id;
  return { crosstag, faults, run, tags: () => all.map((key) => cloud.truth.tagsOf(key)) };
}

it("an undo that changed nothing is not resumed if its run was resumed since: it would take back a part of it", async () => {
  const { crosstag, faults, run, tags } = await halfDone();
  faults.push({ kind: "throttle", operation: "removeTags" });
  const undo = (await undoRun(crosstag, run, { root })).run;
  expect(undo?.result.counts).toMatchObject({ changed: 0, failed: 2 });
  faults.length = 0;
  expect((await resumeRun(crosstag, run, { root })).result.counts.changed).toBe(4);
  const resumed = await resumeRun(crosstag, undo?.id ?? "", { root }).catch((error: unknown) => error);
  // It would say "complete, 2 changed", and the two other changes of the run stay.
  expect({ resumed, tags: tags() }).toMatchObject({
    resumed: { code: "invalid-state" },
    tags: [live, live, live, live],
  });
});

it("so is the plan of an undo that was made before its run was resumed", async () => {
  const { crosstag, run, tags } = await halfDone();
  const planFile = join(root, "undo.json");
  await undoRun(crosstag, run, { root, planFile, confirm: () => false });
  expect((await resumeRun(crosstag, run, { root })).result.counts.changed).toBe(4);
  const applied = await runPlan(crosstag, await openPlanFile(planFile), { root }).catch((error: unknown) => error);
  expect({ applied, tags: tags() }).toMatchObject({
    applied: { code: "invalid-state" },
    tags: [live, live, live, live],
  });
});

it("an undo is resumed if its run was resumed and has begun nothing since", async () => {
  const { crosstag, faults, run, tags } = await halfDone();
  faults.push({ kind: "throttle", operation: "removeTags" });
  const undo = (await undoRun(crosstag, run, { root })).run;
  faults.length = 0;
  const signal = AbortSignal.abort();
  expect((await resumeRun(crosstag, run, { root, signal })).result.ended).toBe("interrupted");
  expect((await resumeRun(crosstag, undo?.id ?? "", { root })).result).toMatchObject({ counts: { changed: 2 } });
  expect(tags()).toEqual([{}, {}, {}, {}]);
});

it("the refusal says how to undo the run", async () => {
  const { crosstag, run, tags } = await halfDone();
  const planFile = join(root, "undo.json");
  await undoRun(crosstag, run, { root, planFile, confirm: () => false });
  await resumeRun(crosstag, run, { root });
  await expect(runPlan(crosstag, await openPlanFile(planFile), { root })).rejects.toMatchObject({
    message: `The run ${run} was resumed after its undo was planned, and has begun 2 more changes, which would not be undone. Nothing was sent.`,
    hint: `To plan the undo again: crosstag undo ${run}`,
  });
  expect((await undoRun(crosstag, run, { root })).run?.result.counts.changed).toBe(4);
  expect(tags()).toEqual([{}, {}, {}, {}]);
});

it("an undo that was planned by an earlier version is applied", async () => {
  const { crosstag, run, tags } = await halfDone();
  const changes = [...(await loadRunState(join(root, run, "journal.jsonl"))).intents.values()];
  await resumeRun(crosstag, run, { root });
  const { result } = await runPlan(crosstag, crosstag.planUndo({ run, changes }), { root });
  expect(result.counts.changed).toBe(2);
  expect(tags()).toEqual([{}, {}, live, live]);
});

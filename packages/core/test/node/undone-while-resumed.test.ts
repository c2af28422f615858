import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openInterruptedRun, openPlanFile, resumeRun, runPlan, undoRun } from "../../src/node.ts";
import type { Fault } from "../../src/testing.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing.ts";
import { keys, openCloud } from "../run/run-helpers.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "crosstag-undone-while-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const live = { stage: "live" };

/** A run that has changed two of four keys, and the plan of its undo. */
async function halfDone() {
  const faults: Fault[] = [];
  const { cloud, crosstag } = openCloud(ONE_BY_ONE_SHAPE, { faults });
  const all = Array.from({ length: 4 }, () => cloud.scene.create("key"));
  const run = (await runPlan(crosstag, crosstag.planTags({ desired: keys({ set: live }) }), { root, limit: 2 })).id;
  const planFile = join(root, "undo.json");
  await undoRun(crosstag, run, { root, planFile, confirm: () => false });
  const undo = await openPlanFile(planFile);
  return { crosstag, faults, run, undo, tags: () => all.map((key) => cloud.truth.tagsOf(key)) };
}

it("the plan of an undo is not applied while another process continues its run", async () => {
  const { crosstag, run, undo, tags } = await halfDone();
  const resumed = await openInterruptedRun(root, run);
  const applied = await runPlan(crosstag, undo, { root }).catch((error: unknown) => error);
  await resumed.resume(crosstag);
  // Both would end complete, and two changes of the run would stay.
  expect({ applied, tags: tags() }).toMatchObject({
    applied: { code: "configuration", message: expect.stringContaining(`The run ${run} is running`) },
    tags: [live, live, live, live],
  });
});

it("an undo is not continued while another process continues its run", async () => {
  const { crosstag, faults, run, undo, tags } = await halfDone();
  faults.push({ kind: "throttle", operation: "removeTags" });
  const { id, result } = await runPlan(crosstag, undo, { root });
  expect(result.counts).toMatchObject({ changed: 0, failed: 2 });
  faults.length = 0;
  const open = await openInterruptedRun(root, run);
  await expect(resumeRun(crosstag, id, { root })).rejects.toMatchObject({ code: "configuration" });
  await open.close();
  expect((await resumeRun(crosstag, id, { root })).result.counts.changed).toBe(2);
  expect(tags()).toEqual([{}, {}, {}, {}]);
  // Nothing is held any more.
  await expect(openInterruptedRun(root, run)).rejects.toMatchObject({ code: "invalid-state" });
});

it("an undo that was opened to be continued keeps its run from being continued until it is closed", async () => {
  const { crosstag, faults, run, undo } = await halfDone();
  faults.push({ kind: "throttle", operation: "removeTags" });
  const { id } = await runPlan(crosstag, undo, { root });
  const open = await openInterruptedRun(root, id);
  await expect(openInterruptedRun(root, run)).rejects.toMatchObject({ code: "configuration" });
  await open.close();
  await (await openInterruptedRun(root, run)).close();
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openInterruptedRun, resumeRun, runPlan, undoRun } from "../../src/node.ts";
import type { Fault } from "../../src/testing.ts";
import { ONE_BY_ONE_SHAPE } from "../../src/testing.ts";
import { keys, openCloud } from "../run/run-helpers.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "crosstag-undone-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const [BEFORE, AFTER] = [{ env: "prod" }, { stage: "prod" }];

/** Four keys, and a run that has renamed a tag on two of them. To rename takes two calls: one sets, the other removes. */
async function renamed() {
  const faults: Fault[] = [];
  const { cloud, crosstag } = openCloud(ONE_BY_ONE_SHAPE, { faults });
  const all = Array.from({ length: 4 }, () => cloud.scene.create("key", { tags: BEFORE }));
  const draft = crosstag.planTags({ desired: keys({ rename: { env: "stage" } }) });
  const run = (await runPlan(crosstag, draft, { root, limit: 2 })).id;
  const tags = () => all.map((key) => cloud.truth.tagsOf(key));
  expect(tags()).toEqual([AFTER, AFTER, BEFORE, BEFORE]);
  return {
    crosstag,
    run,
    tags,
    /** Makes every second call of a rename fail, until the promise of `work` is settled. */
    halfway: async <Result>(work: () => Promise<Result>): Promise<Result> => {
      faults.push({ kind: "throttle", operation: "removeTags" });
      return work().finally(() => faults.splice(0));
    },
  };
}

const undoneBy = (undo: string) => ({
  code: "invalid-state",
  message: expect.stringContaining(`was undone by the run ${undo}`) as string,
});

it("an undo that failed halfway keeps the run from being resumed", async () => {
  const { crosstag, run, tags, halfway } = await renamed();
  const undone = (await halfway(() => undoRun(crosstag, run, { root }))).run;
  expect(undone?.result.counts).toMatchObject({ changed: 0, unknown: 0, failed: 2 });
  const half = { ...AFTER, ...BEFORE };
  expect(tags()).toEqual([half, half, BEFORE, BEFORE]);
  await expect(resumeRun(crosstag, run, { root })).rejects.toMatchObject(undoneBy(undone?.id ?? ""));
  expect(tags()).toEqual([half, half, BEFORE, BEFORE]);
});

it("so does an undo whose last part has changed nothing, if an earlier part may have", async () => {
  const { crosstag, run, tags, halfway } = await renamed();
  const undo = (await halfway(() => undoRun(crosstag, run, { root }))).run?.id ?? "";
  const stopped = await resumeRun(crosstag, undo, { root, signal: AbortSignal.abort() });
  expect(stopped.result).toMatchObject({ ended: "interrupted", counts: { changed: 0, unknown: 0 } });
  const now = tags();
  await expect(resumeRun(crosstag, run, { root })).rejects.toMatchObject(undoneBy(undo));
  expect(tags()).toEqual(now);
});

it("an undo is taken back by an undo of it that has done all of its plan, not by one that failed halfway", async () => {
  const { crosstag, run, tags, halfway } = await renamed();
  const undo = (await undoRun(crosstag, run, { root })).run?.id ?? "";
  expect(tags()).toEqual([BEFORE, BEFORE, BEFORE, BEFORE]);
  const back = (await halfway(() => undoRun(crosstag, undo, { root }))).run?.id ?? "";
  await expect(resumeRun(crosstag, run, { root })).rejects.toMatchObject(undoneBy(undo));
  expect((await resumeRun(crosstag, back, { root })).result.counts.changed).toBe(2);
  await (await openInterruptedRun(root, run)).close();
  // Undone itself, it takes nothing back.
  const again = await halfway(() => undoRun(crosstag, back, { root }));
  expect(again.run?.result.counts).toMatchObject({ changed: 0, failed: 2 });
  await expect(resumeRun(crosstag, run, { root })).rejects.toMatchObject(undoneBy(undo));
});

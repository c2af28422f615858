import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { resumeRun, runPlan, undoRun } from "../../src/node.ts";
import { createMemoryCloud, createVirtualClock, ONE_BY_ONE_SHAPE } from "../../src/testing.ts";
import { keys } from "../run/run-helpers.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "crosstag-undone-in-part-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

it("an undo of which only the part of one cloud was undone keeps the run from being resumed", async () => {
  const clock = createVirtualClock();
  const clouds = ["memory-1", "memory-2"].map((region) => createMemoryCloud({ ...ONE_BY_ONE_SHAPE, region, clock }));
  const all = clouds.flatMap((cloud) => [cloud.scene.create("key"), cloud.scene.create("key")]);
  const tags = () =>
    all.map((key) => clouds.find(({ driver }) => key.includes(driver.scope.region))?.truth.tagsOf(key));
  const options = { clock, pacing: "off", retry: "immediate" } as const;
  const both = createCrosstag(
    clouds.map(({ driver }) => driver),
    options,
  );
  const one = createCrosstag(
    clouds.slice(0, 1).map(({ driver }) => driver),
    options,
  );
  const live = { stage: "live" };
  // A run that has changed a key in each region and stopped.
  const run = (await runPlan(both, both.planTags({ desired: keys({ set: live }) }), { root, canary: 2, limit: 2 })).id;
  expect(tags()).toEqual([live, {}, live, {}]);
  const undo = (await undoRun(both, run, { root })).run?.id ?? "";
  expect(tags()).toEqual([{}, {}, {}, {}]);
  // The undo of the undo does not have the second region: it does not make the change there again.
  const back = await undoRun(one, undo, { root });
  expect(back.plan.summary.skipped).toMatchObject({ "not-configured": 1 });
  expect(tags()).toEqual([live, {}, {}, {}]);
  const resumed = await resumeRun(both, run, { root }).catch((error: unknown) => error);
  // It would say "complete, 4 changed", and one of the four does not have the tag.
  expect({ resumed, tags: tags() }).toMatchObject({ resumed: { code: "invalid-state" }, tags: [live, {}, {}, {}] });
});

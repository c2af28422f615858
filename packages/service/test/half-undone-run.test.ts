import { join } from "node:path";
import { createCrosstag } from "@crosstag/core";
import { undoRun } from "@crosstag/core/node";
import { withFaults } from "@crosstag/core/testing";
import { approvePlan, getRun, makePlan, resumeRun, startRun } from "@crosstag/operations";
import { expect, test } from "vitest";
import { workScene } from "./work-scene.ts";

test("a run whose undo failed halfway on every resource does not continue, and is shown as undone", async () => {
  const scene = await workScene();
  const keys = Array.from({ length: 4 }, () => scene.cloud.scene.create("key", { tags: { env: "prod" } }));
  const tags = () => keys.map((key) => scene.cloud.truth.tagsOf(key));
  const desired = {
    version: 1,
    statements: [{ select: { tags: { env: "prod" } }, set: { env: "test", stage: "test" } }],
  };
  const { plan } = (await scene.call(makePlan, { source: { from: "desired-state", desired } })).document;
  await scene.call(approvePlan, { plan, decision: "approved", by: "Zoe" });
  const { release, waiting } = scene.hold();
  const { run = "" } = (await scene.call(startRun, { plan, canary: 2 })).document;
  await waiting;
  let undo = "";
  const stopped = scene.restart(async () => {
    // It restores one tag, and cannot remove the other.
    const faulty = withFaults(scene.cloud.driver, [{ kind: "throttle", operation: "removeTags" }]);
    const crosstag = createCrosstag([faulty], { pacing: "off", retry: "immediate" });
    const undone = await undoRun(crosstag, run, { root: join(scene.stateFolder, "runs") });
    await crosstag.close();
    expect(undone.run?.result.counts).toMatchObject({ changed: 0, unknown: 0, failed: 2 });
    undo = undone.run?.id ?? "";
  });
  release();
  await stopped;
  const left = tags();
  const half = { env: "prod", stage: "test" };
  expect(left).toEqual([half, half, { env: "prod" }, { env: "prod" }]);
  expect(scene.notes.filter(({ type }) => type === "continues")).toEqual([]);
  expect(await scene.refused(resumeRun, { run })).toMatchObject({ status: 409, code: "invalid-state" });
  const undoneBy = [{ run: undo, state: "ended", restored: 0 }];
  expect((await scene.call(getRun, { run })).document).toMatchObject({ state: "interrupted", undoneBy });
  // The journal of the undo is not read again.
  expect((await scene.call(getRun, { run })).document).toMatchObject({ undoneBy });
  expect(tags()).toEqual(left);
});

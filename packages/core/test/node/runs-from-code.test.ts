import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import type { RunUndoer } from "../../src/node.ts";
import { listRuns, openInterruptedRun, openRun, resumeRun, runPlan, undoRun, verifyRun } from "../../src/node.ts";
import { createMemoryCloud, createVirtualClock, ONE_BY_ONE_SHAPE, withFaults } from "../../src/testing.ts";
import { throwIfFailed } from "../../src/throw-if-failed.ts";
import type { Failure } from "../../src/driver/failure.ts";
import type { KmsDriver } from "../../src/driver/kms-driver.ts";
import { decorateDriver } from "../../src/testing/faults/decorate-driver.ts";

const KEYS = 20;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "crosstag-runs-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

function open() {
  const clock = createVirtualClock();
  const cloud = createMemoryCloud({ ...ONE_BY_ONE_SHAPE, kinds: ["key"], clock });
  const keys = Array.from({ length: KEYS }, () => cloud.scene.create("key", { tags: { team: "a" } }));
  const crosstag = createCrosstag([cloud.driver], { clock });
  const draft = () =>
    crosstag.planTags({
      desired: { version: 1, statements: [{ select: { tags: { team: "a" } }, set: { stage: "test" } }] },
    });
  const tagged = () => keys.filter((key) => cloud.truth.tagsOf(key)["stage"] === "test").length;
  return { cloud, crosstag, keys, draft, tagged };
}

/** A cloud that lets each key be read once. */
function readableOnce(driver: KmsDriver): KmsDriver {
  const read = new Set<string>();
  return decorateDriver(driver, {
    readTags: async (call, context) => {
      if (call.resources.some(({ id }) => read.has(id))) throw new Denied();
      for (const { id } of call.resources) read.add(id);
      return driver.readTags(call, context);
    },
    classify: (error) => (error instanceof Denied ? DENIED : driver.classify(error)),
  });
}

class Denied extends Error {}
const DENIED: Failure = { code: "access-denied", retry: "no", applied: "no", scope: "resource", message: "Denied." };

describe("runPlan", () => {
  it("runs a plan as it is made, under a journal that verifies", async () => {
    const { crosstag, draft, tagged } = open();
    const begun: string[] = [];
    const run = await runPlan(crosstag, draft(), { root, onBegin: ({ id }) => begun.push(id) });
    expect(throwIfFailed(run.result).counts.changed).toBe(KEYS);
    expect(tagged()).toBe(KEYS);
    expect(begun).toEqual([run.id]);
    expect((await openRun(root, "latest")).id).toBe(run.id);
    expect(await verifyRun(run.folder, { expect: run.journalHash ?? "" })).toMatchObject({
      head: run.journalHash,
    });
  });

  it("refuses a plan with more changes or accounts than it may have, and an option that there is not", async () => {
    const { crosstag, draft, tagged } = open();
    const run = (options: object) => runPlan(crosstag, draft(), { root, ...options });
    await expect(run({ maximumChanges: KEYS - 1 })).rejects.toThrow(`${KEYS}`);
    await expect(run({ limits: 1 })).rejects.toThrow("runPlan has no option `limits`. Did you mean `limit`?");
    expect(tagged()).toBe(0);
    expect(await listRuns(root)).toEqual([]);
    expect((await run({ maximumChanges: KEYS, maximumAccounts: 1 })).result.counts.changed).toBe(KEYS);
    const wrong = { root, confim: () => false } as object;
    await expect(undoRun(crosstag, "latest", wrong as { readonly root: string })).rejects.toThrow("no option `confim`");
    expect(tagged()).toBe(KEYS);
  });

  it("writes down who began each part of a run, and how", async () => {
    const { crosstag, draft } = open();
    const begun: string[] = [];
    // What is written down before anything is changed is on disk when the run is announced.
    const onBegin = ({ journalPath }: { readonly journalPath: string }) =>
      begun.push(readFileSync(journalPath, "utf8").trimEnd().split("\n").at(-1) ?? "");
    const part = { by: "billing", limit: 5, canary: 2, maximumFailures: "5%" } as const;
    const run = await runPlan(crosstag, draft(), { root, onBegin, ...part });
    await resumeRun(crosstag, run.id, { root, onBegin, by: "console" });
    expect(begun.map((line) => JSON.parse(line) as object)).toMatchObject([
      { type: "run", ...part },
      { type: "resume", by: "console" },
    ]);
    expect(begun[1]).not.toContain("limit");
    expect(await listRuns(root)).toMatchObject([{ id: run.id, by: "billing" }]);
    expect(await verifyRun(run.folder)).toMatchObject({ byType: { run: 1, resume: 1, end: 2 } });
  });

  it("refuses a caller that is not a name", async () => {
    const { crosstag, draft } = open();
    const by = 7 as unknown as string;
    await expect(runPlan(crosstag, draft(), { root, by })).rejects.toMatchObject({
      code: "invalid-request",
      message: "`by` is not a text. Nothing was sent.",
    });
  });

  it("ignores errors of onBegin", async () => {
    const { crosstag, draft, tagged } = open();
    const run = await runPlan(crosstag, draft(), {
      root,
      onBegin: () => {
        throw new Error("The terminal is gone.");
      },
    });
    expect(run.result.ended).toBe("complete");
    expect(tagged()).toBe(KEYS);
  });

  it("leaves nothing behind if the plan is refused before anything is sent", async () => {
    const { crosstag, draft } = open();
    await expect(runPlan(crosstag, draft(), { root, limit: -1 })).rejects.toMatchObject({ code: "invalid-request" });
    expect((await readdir(root)).filter((name) => !name.startsWith("."))).toEqual([]);
  });
});

describe("resumeRun", () => {
  it("continues a run, and does not repeat what is done", async () => {
    const { cloud, crosstag, draft, tagged } = open();
    const run = await runPlan(crosstag, draft(), { root, limit: 8 });
    expect([run.result.ended, tagged()]).toEqual(["limit", 8]);
    const interrupted = await openInterruptedRun(root, "latest");
    expect(interrupted).toMatchObject({ id: run.id, changes: KEYS, done: 8 });
    // It is held until it is closed.
    await expect(openInterruptedRun(root, run.id)).rejects.toMatchObject({ code: "configuration" });
    await interrupted.close();
    const resumed = await resumeRun(crosstag, run.id, { root });
    expect(resumed.result).toMatchObject({ ended: "complete", counts: { changed: KEYS } });
    expect(tagged()).toBe(KEYS);
    expect(cloud.log.calls("writeTags")).toBe(KEYS);
    const again = await resumeRun(crosstag, run.id, { root });
    expect(again.result.ended).toBe("complete");
    expect(cloud.log.calls("writeTags")).toBe(KEYS);
  });

  it("reads back what could not be read back when it was changed, and writes that down in the chain", async () => {
    const { cloud, crosstag, draft } = open();
    const run = await runPlan(createCrosstag([readableOnce(cloud.driver)], { pacing: "off" }), draft(), { root });
    expect(run.result).toMatchObject({ ended: "complete", notRead: { code: "access-denied", resources: KEYS } });
    await resumeRun(crosstag, run.id, { root, verify: false });
    const unread = await openInterruptedRun(root, run.id);
    expect(unread).toMatchObject({ changes: KEYS, done: KEYS, unconfirmed: KEYS });
    await unread.close();
    const before = cloud.log.calls("readTags");
    const resumed = await resumeRun(crosstag, run.id, { root });
    expect(throwIfFailed(resumed.result).counts.changed).toBe(KEYS);
    expect(cloud.log.calls("readTags") - before).toBe(KEYS);
    expect(cloud.log.calls("writeTags")).toBe(KEYS);
    expect(await verifyRun(run.folder, { expect: resumed.journalHash ?? "" })).toMatchObject({
      head: resumed.journalHash,
      byType: { shown: KEYS, outcome: KEYS },
    });
    const read = await openInterruptedRun(root, run.id);
    expect(read.unconfirmed).toBe(0);
    await read.close();
    // What could not be read back may have been changed all the same: an undo restores it.
    expect((await undoRun(crosstag, run.id, { root })).run?.result.counts.changed).toBe(KEYS);
  });

  it("refuses a run that does not exist, by name", async () => {
    const { crosstag } = open();
    await expect(resumeRun(crosstag, "2026", { root })).rejects.toMatchObject({ code: "configuration" });
  });
});

describe("undoRun", () => {
  it("restores what is still as the run left it, and says what is not", async () => {
    const { crosstag, keys, draft, tagged } = open();
    const run = await runPlan(crosstag, draft(), { root });
    await crosstag.tagResource({ resources: keys.slice(0, 1), tags: { stage: "other" } });
    const undone = await undoRun(crosstag, run.id, { root });
    expect(undone.plan.summary).toMatchObject({ changes: KEYS - 1, skipped: { "changed-since": 1 } });
    expect(undone.run?.result.counts.changed).toBe(KEYS - 1);
    expect(tagged()).toBe(0);
    expect(undone.run?.id).not.toBe(run.id);
    // The latest run is the undo now.
    await expect(undoRun(crosstag, "latest", { root })).rejects.toMatchObject({
      code: "confirmation-required",
      message: expect.stringContaining(`is the undo of the run ${run.id}`) as string,
    });
    expect(tagged()).toBe(0);
    await expect(runPlan(crosstag, null as never, { root })).rejects.toMatchObject({ code: "invalid-request" });
  });

  it("keeps a run from being resumed once it is undone, until the undo is undone", async () => {
    const { cloud, crosstag, draft, tagged } = open();
    const run = await runPlan(crosstag, draft(), { root, limit: 8 });
    // An undo that changes nothing leaves the run as it is.
    const throttled = withFaults(cloud.driver, [{ kind: "throttle", operation: "removeTags" }]);
    const failed = await undoRun(createCrosstag([throttled], { clock: createVirtualClock() }), run.id, { root });
    expect(failed.run?.result.counts).toMatchObject({ changed: 0, unknown: 0 });
    await (await openInterruptedRun(root, run.id)).close();

    const undo = (await undoRun(crosstag, run.id, { root })).run?.id ?? "";
    expect(tagged()).toBe(0);
    const refusal = { code: "invalid-state", message: expect.stringContaining(`undone by the run ${undo}`) as string };
    await expect(resumeRun(crosstag, run.id, { root })).rejects.toMatchObject(refusal);
    expect(tagged()).toBe(0);
    await undoRun(crosstag, undo, { root });
    expect((await resumeRun(crosstag, run.id, { root })).result.counts.changed).toBe(KEYS);
    expect(tagged()).toBe(KEYS);
  });

  it("leaves alone what the cloud refused, and another program then changed in the same way", async () => {
    const { cloud, crosstag, keys, draft, tagged } = open();
    const [changed = "", ...others] = keys;
    const id = changed.slice(changed.lastIndexOf("/") + 1);
    const refusing = withFaults(cloud.driver, [{ kind: "throttle", operation: "writeTags", resource: id }]);
    const run = await runPlan(createCrosstag([refusing], { clock: createVirtualClock() }), draft(), { root });
    expect(run.result.counts).toMatchObject({ changed: KEYS - 1, failed: 1 });
    await crosstag.tagResource({ resources: [changed], tags: { stage: "test" } });
    const resumed = await resumeRun(crosstag, run.id, { root });
    expect(resumed.result.counts).toMatchObject({ changed: KEYS - 1, unchanged: 1 });
    const undone = await undoRun(crosstag, run.id, { root });
    expect(undone.run?.result.counts.changed).toBe(others.length);
    expect([tagged(), cloud.truth.tagsOf(changed)["stage"]]).toEqual([1, "test"]);
  });

  it("is a run whose restored tags are read back when it is resumed, too", async () => {
    const { cloud, crosstag, draft, tagged } = open();
    const run = await runPlan(crosstag, draft(), { root });
    const unreadable = createCrosstag([readableOnce(cloud.driver)], { pacing: "off" });
    const undoer: RunUndoer = {
      planUndo: (...given) => crosstag.planUndo(...given),
      applyPlan: (...given) => unreadable.applyPlan(...given),
    };
    const undo = (await undoRun(undoer, run.id, { root })).run;
    expect([undo?.result.notRead?.resources, tagged()]).toEqual([KEYS, 0]);
    const resumed = await resumeRun(crosstag, undo?.id ?? "", { root });
    expect(throwIfFailed(resumed.result).counts.changed).toBe(KEYS);
    expect([cloud.log.calls("removeTags"), tagged()]).toEqual([KEYS, 0]);
    // The run stays undone.
    await expect(resumeRun(crosstag, run.id, { root })).rejects.toMatchObject({ code: "invalid-state" });
  });

  it("asks first, and ends there if that is not confirmed", async () => {
    const { crosstag, draft, tagged } = open();
    await runPlan(crosstag, draft(), { root });
    const planFile = join(root, "undo.json");
    const shown: number[] = [];
    const confirm = ({ header }: { readonly header: { readonly summary: { readonly changes: number } } }) =>
      shown.push(header.summary.changes) > 1;
    const { run } = await undoRun(crosstag, "latest", { root, planFile, confirm });
    expect([run, shown, tagged()]).toEqual([undefined, [KEYS], KEYS]);
    expect(await readdir(root)).toContain("undo.json");
  });

  it("has nothing to do for a run that changed nothing", async () => {
    const { crosstag, draft } = open();
    await runPlan(crosstag, draft(), { root });
    await runPlan(crosstag, draft(), { root });
    expect(await undoRun(crosstag, "latest", { root })).not.toHaveProperty("run");
  });
});

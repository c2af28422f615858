import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openRunJournal, readChain, runPlan, undoRun as undoWithCommand, verifyRun } from "@crosstag/core/node";
import {
  approvePlan,
  cancelRun,
  deletePlan,
  followRun,
  getPlan,
  getRun,
  listRuns,
  makePlan,
  readRunOutcomes,
  resumeRun,
  startRun,
  undoRun,
  type OperationDefinition,
} from "@crosstag/operations";
import { expect, test } from "vitest";
import { ServiceError } from "../src/index.ts";
import { anybody } from "./service-scene.ts";
import { workScene, type WorkScene } from "./work-scene.ts";

const KEYS = 12;

function tagged({ cloud }: WorkScene, keys: readonly string[]): number {
  return keys.filter((key) => cloud.truth.tagsOf(key)["stage"] === "test").length;
}

/** Resources and an approved plan for them. */
async function approved(scene: WorkScene) {
  const keys = Array.from({ length: KEYS }, () => scene.cloud.scene.create("key", { tags: { team: "a" } }));
  const desired = { version: 1, statements: [{ select: { tags: { team: "a" } }, set: { stage: "test" } }] };
  const { plan } = (await scene.call(makePlan, { source: { from: "desired-state", desired } })).document;
  await scene.call(approvePlan, { plan, decision: "approved", by: "Zoe" });
  return { plan, keys };
}

/** Starts a run whose first two writes wait, and the others after them. */
async function startHeld(scene: WorkScene, limits: object = {}) {
  const { plan, keys } = await approved(scene);
  const { release, waiting } = scene.hold();
  const { document } = await scene.call(startRun, { plan, canary: 2, ...limits });
  await waiting;
  return { plan, keys, release, run: document.run ?? "" };
}

function journalOf({ stateFolder }: WorkScene, run: string) {
  return join(stateFolder, "runs", run, "journal.jsonl");
}

async function partsOf(scene: WorkScene, run: string) {
  const { records, problem } = readChain(await readFile(journalOf(scene, run), "utf8"));
  expect(problem).toBeUndefined();
  return records
    .filter(({ type }) => type === "run" || type === "resume" || type === "end")
    .map(({ type, by, ended }) => [type, by ?? ended]);
}

test("a run is started, followed, shown and undone, and its journal names the callers", async () => {
  const scene = await workScene();
  const { plan, keys } = await approved(scene);
  const dry = await scene.call(startRun, { plan, dryRun: true });
  expect(dry).toMatchObject({ status: 200, document: { plan, changes: KEYS } });
  expect((await scene.call(listRuns, {})).document.runs).toEqual([]);

  scene.caller = { ...anybody, name: "deployer" };
  const started = await scene.call(startRun, { plan, canary: 2 });
  expect(started).toMatchObject({ status: 202, document: { plan, startedBy: "deployer", changes: KEYS } });
  const { run = "" } = started.document;
  const events = await scene.events(run);
  expect(events[0]).toMatchObject({ id: "1", data: { type: "started", run, plan, by: "deployer" } });
  expect(events.at(-1)).toMatchObject({ data: { type: "ended", ended: "complete", counts: { changed: KEYS } } });
  const outcomes = events.filter(({ data }) => (data as { type: string }).type === "outcome");
  expect(outcomes).toHaveLength(KEYS);
  // From the middle, only what follows.
  const middle = outcomes[4]?.id ?? "";
  const rest = await scene.events(run, middle);
  // Progress is of the moment, and not in the journal.
  const recorded = events.filter(({ data }) => (data as { type: string }).type !== "progress");
  expect(rest).toEqual(recorded.filter(({ id }) => Number(id) > Number(middle)));

  const shown = (await scene.call(getRun, { run })).document;
  expect(shown).toMatchObject({
    state: "ended",
    ended: "complete",
    counts: { changed: KEYS },
    result: { throttled: 0 },
  });
  expect(await scene.lines(readRunOutcomes, { run })).toHaveLength(KEYS);
  expect((await scene.call(getPlan, { plan })).document.runs).toEqual([run]);
  expect(tagged(scene, keys)).toBe(KEYS);

  const wayBack = await scene.call(makePlan, { source: { from: "undo", run } });
  expect(wayBack).toMatchObject({ status: 201, document: { origin: "undo", summary: { tagsRemoved: KEYS } } });
  const dryUndo = await scene.call(undoRun, { run, dryRun: true });
  expect(dryUndo).toMatchObject({ status: 200, document: { planned: { changes: KEYS, tagsRemoved: KEYS } } });
  expect(tagged(scene, keys)).toBe(KEYS);
  const { release, waiting } = scene.hold();
  const undone = await scene.call(undoRun, { run });
  expect(undone).toMatchObject({ status: 202, document: { undoes: run, planned: { changes: KEYS } } });
  const { run: undo = "", plan: undoPlan = "" } = undone.document;
  await waiting;
  expect((await scene.call(getRun, { run })).document.undoneBy).toEqual([{ run: undo, state: "running" }]);
  release();
  await scene.events(undo);
  expect(tagged(scene, keys)).toBe(0);
  const undoneBy = [{ run: undo, state: "ended", restored: KEYS }];
  expect((await scene.call(getRun, { run })).document).toMatchObject({ undoneBy });
  expect((await scene.call(getRun, { run: undo })).document).not.toHaveProperty("undoneBy");
  // The plan of the undo is kept, and another undo has nothing to do.
  expect((await scene.call(getPlan, { plan: undoPlan })).document).toMatchObject({ origin: "undo", runs: [undo] });
  const nothing = await scene.call(undoRun, { run });
  expect(nothing).toMatchObject({ status: 200, document: { planned: { changes: 0 } } });
  const { runs } = (await scene.call(listRuns, {})).document;
  expect(runs.map((one) => [one.run, one.undoneBy])).toEqual([
    [undo, undefined],
    [run, undoneBy],
  ]);
  expect(await verifyRun(join(scene.stateFolder, "runs", run))).toMatchObject({ byType: { run: 1, end: 1 } });
  // What is wrong with a journal, and not where the server keeps it.
  await writeFile(journalOf(scene, run), "{}");
  const { problem } = (await scene.call(listRuns, {})).document.runs[1] ?? {};
  expect(problem).toMatch(/^The journal "journal.jsonl" cannot be used/);
});

test("one run at a time applies a plan, and what cannot be done is refused before anything is sent", async () => {
  const scene = await workScene();
  const { plan, run, release } = await startHeld(scene);
  expect(await scene.refused(startRun, { plan })).toMatchObject({
    status: 409,
    code: "conflict",
    detail: `The run ${run} is applying this plan. Nothing was changed.`,
  });
  for (const operation of [undoRun, resumeRun])
    expect(await scene.refused(operation, { run })).toMatchObject({ status: 409, code: "conflict" });
  const source = { from: "undo", run };
  expect(await scene.refused(makePlan, { source })).toMatchObject({ status: 409, code: "conflict" });
  expect((await scene.call(getRun, { run })).document).toMatchObject({
    state: "running",
    progress: [],
  });
  expect(await scene.refused(getRun, { run: "20200101-000000-000000" })).toMatchObject({ status: 404 });

  const allowed = scene.caller;
  scene.caller = {
    ...anybody,
    allowChange: () => {
      throw new ServiceError({ code: "access-denied", message: "No." });
    },
  };
  for (const operation of [getRun, readRunOutcomes, followRun, cancelRun, resumeRun, undoRun])
    expect(await scene.refused(operation, { run })).toMatchObject({ status: 403 });
  expect((await scene.call(listRuns, {})).document.runs).toEqual([]);
  scene.caller = allowed;
  release();
  await scene.events(run);
});

test("a run that a caller stops ends in order, and waits for a caller, also after the next start", async () => {
  const scene = await workScene();
  const { run, release, keys } = await startHeld(scene);
  expect(await scene.call(cancelRun, { run, dryRun: true })).toMatchObject({ document: { state: "running" } });
  expect(await scene.call(cancelRun, { run })).toMatchObject({ status: 202, document: { state: "stopping" } });
  release();
  expect((await scene.events(run)).at(-1)).toMatchObject({ data: { type: "ended", ended: "interrupted" } });
  await scene.restart();
  expect((await scene.call(getRun, { run })).document).toMatchObject({ state: "interrupted" });
  expect(scene.notes.filter(({ type }) => type === "continues")).toEqual([]);
  expect(tagged(scene, keys)).toBe(2);

  expect(await scene.call(resumeRun, { run, dryRun: true })).toMatchObject({ status: 200 });
  scene.caller = { ...anybody, name: "operator" };
  expect(await scene.call(resumeRun, { run })).toMatchObject({ status: 202 });
  expect((await scene.events(run)).at(-1)).toMatchObject({ data: { type: "ended", ended: "complete" } });
  expect(tagged(scene, keys)).toBe(KEYS);
  expect(await partsOf(scene, run)).toEqual([
    ["run", "anybody"],
    ["end", "interrupted"],
    ["resume", "operator"],
    ["end", "complete"],
  ]);
  expect(await scene.call(resumeRun, { run })).toMatchObject({ status: 200, document: { state: "ended" } });
  expect(await scene.call(cancelRun, { run })).toMatchObject({ status: 200, document: { state: "ended" } });
});

test("a complete run is resumed to read back what could not be read back", async () => {
  const scene = await workScene();
  const { plan, keys } = await approved(scene);
  const { run = "" } = (await scene.call(startRun, { plan })).document;
  const ended = (await scene.events(run)).at(-1);
  const [reference = ""] = keys;
  const journal = await openRunJournal(journalOf(scene, run));
  const about = { scope: "memory/1000/memory-1", reference, tagKeys: ["stage"] };
  await journal.append({ type: "not-read", ...about, code: "canceled" });
  const counts = { changed: KEYS, unchanged: 0, skipped: 0, failed: 0, unknown: 0 };
  await journal.append({ type: "end", ended: "complete", counts });
  await journal.close();
  expect(await scene.call(resumeRun, { run, dryRun: true })).toMatchObject({ status: 200 });
  expect(await scene.call(resumeRun, { run })).toMatchObject({ status: 202 });
  const events = await scene.events(run, ended?.id);
  expect(events.map(({ data }) => data)).toMatchObject([
    { type: "not-read", reference },
    { type: "ended" },
    { type: "resumed" },
    { type: "shown", reference, tagKeys: ["stage"] },
    { type: "ended", ended: "complete", counts },
  ]);
  expect(await scene.call(resumeRun, { run })).toMatchObject({ status: 200 });
});

test("runs that were under way continue on the next start, within what is left of their limit", async () => {
  const scene = await workScene();
  const { run, release, keys } = await startHeld(scene, { limit: 10, maximumFailures: 3 });
  const closing = scene.restart();
  release();
  await closing;
  const before = tagged(scene, keys);
  const events = await scene.events(run);
  expect(events.at(-1)).toMatchObject({ data: { type: "ended", ended: "limit" } });
  expect(scene.notes).toContainEqual({ type: "continues", run, by: "anybody" });
  expect(before).toBe(2);
  expect(tagged(scene, keys)).toBe(10);
  expect(await partsOf(scene, run)).toEqual([
    ["run", "anybody"],
    ["end", "interrupted"],
    ["resume", "anybody"],
    ["end", "limit"],
  ]);
  const text = await readFile(journalOf(scene, run), "utf8");
  expect(text).toContain('"type":"resume","by":"anybody","limit":8,"canary":2,"maximumFailures":3');
});

test("a run that was cut off continues, unless its plan was rejected, or the command had it last", async () => {
  const scene = await workScene();
  const { plan, keys } = await approved(scene);
  const { plan: file } = await scene.state.plans.get(plan);
  const root = join(scene.stateFolder, "runs");
  const begin = async (by?: string) => {
    const { id, journalPath } = await runPlan(scene.crosstag, file, { root, limit: 2, ...(by && { by }) });
    // As a process leaves it that was killed: without the end, in the middle of a line.
    const lines = (await readFile(journalPath, "utf8")).split("\n");
    await writeFile(journalPath, `${lines.slice(0, 3).join("\n")}\n${lines[3]?.slice(0, 20)}`);
    return id;
  };
  const [rejected, commands] = [await begin("service"), await begin()];
  await scene.call(approvePlan, { plan, decision: "rejected", by: "Zoe" });
  await scene.restart();
  expect((await scene.call(getRun, { run: rejected })).document).toMatchObject({ state: "interrupted" });
  expect(await scene.refused(resumeRun, { run: rejected })).toMatchObject({ status: 409 });
  expect((await scene.events(commands)).at(-1)).toMatchObject({ data: { type: "interrupted" } });
  const open = await scene.lines(readRunOutcomes, { run: rejected });
  expect(open.filter(({ status }) => status === "unknown").length).toBeGreaterThan(0);

  await scene.call(approvePlan, { plan, decision: "approved", by: "Zoe" });
  await scene.restart();
  const events = await scene.events(rejected);
  expect(events.at(-1)).toMatchObject({ data: { type: "ended" } });
  expect(scene.notes).toMatchObject([
    { type: "continues", run: rejected },
    { type: "ended", run: rejected },
  ]);
  expect((await scene.call(getRun, { run: commands })).document).toMatchObject({ state: "interrupted" });
  expect(tagged(scene, keys)).toBeGreaterThan(0);

  // To delete a rejected plan does not take back that it was rejected.
  const deleted = await begin("service");
  await scene.call(approvePlan, { plan, decision: "rejected", by: "Zoe" });
  await scene.call(deletePlan, { plan });
  await scene.restart();
  expect((await scene.call(getRun, { run: deleted })).document).toMatchObject({ state: "interrupted" });
  expect(await scene.refused(resumeRun, { run: deleted })).toMatchObject({ status: 409 });
});

test("a run that was undone by the command while the service was stopped does not continue", async () => {
  const scene = await workScene();
  const { run, release, keys } = await startHeld(scene);
  const closing = scene.restart(async () => {
    expect(tagged(scene, keys)).toBe(2);
    await undoWithCommand(scene.crosstag, run, { root: join(scene.stateFolder, "runs") });
  });
  release();
  await closing;
  expect(await scene.refused(resumeRun, { run })).toMatchObject({
    status: 409,
    code: "invalid-state",
    detail: expect.stringContaining(`The run ${run} was undone by the run `) as string,
  });
  expect((await scene.call(getRun, { run })).document).toMatchObject({ state: "interrupted" });
  expect(scene.notes.filter(({ type }) => type === "continues")).toEqual([]);
  expect(tagged(scene, keys)).toBe(0);
});

test("of requests at once one starts a plan and one undoes its run, and a folder without a journal stops no request", async () => {
  const scene = await workScene();
  const { plan, keys } = await approved(scene);
  // A process was killed, or is about to begin a run.
  await mkdir(join(scene.stateFolder, "runs", "20260101-000000-00000a"), { recursive: true });
  const both = async (definition: OperationDefinition, input: object) => {
    const answers = await Promise.all([scene.status(definition, input), scene.status(definition, input)]);
    expect(answers.toSorted((one, other) => one - other)).toEqual([202, 409]);
    const [newest] = (await scene.call(listRuns, {})).document.runs;
    await scene.events(newest?.run ?? "");
    return newest?.run ?? "";
  };
  const run = await both(startRun, { plan });
  expect(tagged(scene, keys)).toBe(KEYS);
  expect((await scene.call(getPlan, { plan })).document.runs).toEqual([run]);
  await both(undoRun, { run });
  expect(tagged(scene, keys)).toBe(0);
});

test("a stream that cannot begin where its reader was is refused", async () => {
  const scene = await workScene();
  const { plan } = await approved(scene);
  const { run = "" } = (await scene.call(startRun, { plan })).document;
  await scene.events(run);
  await expect(scene.events(run, "7000")).rejects.toThrow("the journal of the run has");
  await expect(scene.events(run, "x")).rejects.toThrow("is not a line of the journal");
  // A run of the command is followed like one of the service; one that another process writes is not stopped here.
  const journal = await openRunJournal(journalOf(scene, run));
  expect((await scene.call(getRun, { run })).document).toMatchObject({ state: "running" });
  expect(await scene.refused(cancelRun, { run })).toMatchObject({ status: 409, code: "conflict" });
  await journal.close();
});

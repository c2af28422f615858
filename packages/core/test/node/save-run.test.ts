import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  createPlan,
  holdRun,
  newRunId,
  openInterruptedRun,
  readRunRecords,
  runPlan,
  saveRun,
  verifyRun,
  type TimedRunRecord,
} from "../../src/node.ts";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { createMemoryCloud } from "../../src/testing.ts";
import { RUN_SCHEMA } from "../../src/run/run-record.ts";

const NOW = new Date("2026-11-29T12:00:00Z");
const SUMMARY = {
  resources: 0,
  changes: 0,
  unchanged: 0,
  skipped: {},
  unreadable: 0,
  tagsAdded: 0,
  tagsChanged: 0,
  tagsRemoved: 0,
  costs: [],
  warnings: [],
};
const planBy = (by: string) => {
  const state = { version: 1, statements: [{ name: by, select: {}, set: { a: "1" } }] } as const;
  return createPlan([], { origin: { type: "desired-state", state }, summary: SUMMARY }, { now: () => NOW });
};
const plan = planBy("first");
const id = newRunId(NOW, () => 0.5);
const start: TimedRunRecord = {
  at: "2026-11-29T12:00:01.000Z",
  record: { type: "run", schema: RUN_SCHEMA, run: id, plan: plan.header.digest, changes: 0 },
};
const again = (at: string): TimedRunRecord => ({ at, record: { type: "resume" } });

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "crosstag-save-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function* inOrder(records: readonly TimedRunRecord[]) {
  yield* records;
}
const save = (records: readonly TimedRunRecord[]) => saveRun(root, { id, plan, records: inOrder(records) });

it("keeps the records of a run with their times, adds the new ones later, and refuses others", async () => {
  const first = await save([start, again("2026-11-29T12:00:02.000Z")]);
  expect(first.id).toBe("20261129-120000-800000");
  expect(await save([start, again("2026-11-29T12:00:02.000Z")])).toEqual(first);
  const all = [start, again("2026-11-29T12:00:02.000Z"), again("2026-11-29T12:00:03.000Z")];
  const second = await save(all);
  const read: TimedRunRecord[] = [];
  for await (const timed of readRunRecords(second.journalPath)) read.push(timed);
  expect(read).toEqual(all);
  expect(await verifyRun(second.folder, { expect: second.journalHash ?? "" })).toMatchObject({
    records: 3,
    torn: false,
  });
  // Another machine gets the same bytes.
  const elsewhere = await saveRun(join(root, "elsewhere"), { id, plan, records: inOrder(all) });
  expect(elsewhere.journalHash).toBe(second.journalHash);
  for (const others of [[start], [start, again("2026-11-29T12:00:09.000Z")]])
    await expect(save(others)).rejects.toThrow(`The run ${id} has been continued on this machine`);
  // A run that is kept elsewhere is continued there, also if an earlier release saved it without saying so.
  const keptAt = "postgres://crosstag@db.example.com/crosstag";
  await saveRun(root, { id, plan, keptAt, records: inOrder(all) });
  await expect(openInterruptedRun(root, id)).rejects.toMatchObject({
    message: expect.stringContaining(`The run ${id} is continued by workers`),
    hint: expect.stringContaining(`crosstag resume ${id} --on ${keptAt}.`),
  });
  const refusal = {
    code: "configuration",
    message: expect.stringContaining(`The run ${id} can be continued by workers`) as string,
    hint: expect.stringContaining(`crosstag undo ${id} --on ${keptAt}. `) as string,
  };
  await expect(holdRun(second)).rejects.toMatchObject(refusal);
  await (await holdRun(second, { isFresh: true })).release();
  await expect(saveRun(root, { id: "../other", plan, records: inOrder(all) })).rejects.toThrow(
    "is not the id of a run",
  );
});

it("is undone on this machine only if its workers have nothing left to continue", async () => {
  const keptAt = "postgres://crosstag@db.example.com/crosstag";
  const counts = { changed: 1, unchanged: 1, skipped: 0, failed: 0, unknown: 0 };
  const ended = (failed: number): readonly TimedRunRecord[] => [
    { ...start, record: { type: "run", schema: RUN_SCHEMA, run: id, plan: plan.header.digest, changes: 2 + failed } },
    { at: "2026-11-29T12:00:02.000Z", record: { type: "end", ended: "complete", counts: { ...counts, failed } } },
  ];
  const undo = createPlan([], { origin: { type: "undo", run: id }, summary: SUMMARY });
  const crosstag = createCrosstag([createMemoryCloud({}).driver]);
  const copy = (failed: number) =>
    saveRun(join(root, `failed-${failed}`), { id, plan, keptAt, records: inOrder(ended(failed)) });
  const whole = await copy(0);
  await (await holdRun(whole)).release();
  expect((await runPlan(crosstag, undo, { root: join(root, "failed-0") })).result.ended).toBe("complete");
  // Workers can try the one that failed again.
  const refusal = { hint: expect.stringContaining(`crosstag undo ${id} --on ${keptAt}. `) as string };
  await expect(holdRun(await copy(1))).rejects.toMatchObject(refusal);
  await expect(runPlan(crosstag, undo, { root: join(root, "failed-1") })).rejects.toMatchObject(refusal);
  await crosstag.close();
});

it("saves a run that several save at once, and each finds it complete", async () => {
  const shared = join(root, "at-once");
  const all = [start, again("2026-11-29T12:00:02.000Z")];
  const saves = Array.from({ length: 4 }, () => saveRun(shared, { id, plan, keptAt: "URL", records: inOrder(all) }));
  const saved = await Promise.all(saves);
  for (const one of saved) expect(one).toEqual(saved[0]);
  expect(await verifyRun(join(shared, id), {})).toMatchObject({ records: 2, torn: false });
  // Also if new records come while several save it.
  const more = [...all, again("2026-11-29T12:00:03.000Z")];
  await Promise.all([1, 2].map(() => saveRun(shared, { id, plan, keptAt: "URL", records: inOrder(more) })));
  expect(await verifyRun(join(shared, id), {})).toMatchObject({ records: 3, torn: false });
  // Nothing is left of the waiting.
  expect(await readdir(shared)).toEqual([id]);
});

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

it("waits for another process until the signal says to stop", async () => {
  const shared = join(root, "waiting");
  const [free, begun] = [new AbortController(), new AbortController()];
  async function* held() {
    begun.abort();
    await aborted(free.signal);
    yield start;
  }
  const first = saveRun(shared, { id, plan, records: held() });
  await aborted(begun.signal);
  const stop = new AbortController();
  const second = saveRun(shared, { id, plan, records: inOrder([start]) }, { signal: stop.signal });
  stop.abort();
  await expect(second).rejects.toMatchObject({
    code: "canceled",
    message: expect.stringContaining(`The run ${id} was not saved: another process is saving it`),
  });
  free.abort();
  await first;
});

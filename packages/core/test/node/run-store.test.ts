import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holdPlan } from "../../src/node/hold-plan.ts";
import { holdRun } from "../../src/node/hold-run.ts";
import { readChain } from "../../src/node/hash-chain.ts";
import { loadRunState } from "../../src/node/read-run.ts";
import { listRuns } from "../../src/node/list-runs.ts";
import { createPlan } from "../../src/node/memory-plan.ts";
import { openPlanFile } from "../../src/node/plan-file.ts";
import { openRun } from "../../src/node/run-folder.ts";
import { openChainedFile } from "../../src/node/chained-file.ts";
import { openRunJournal } from "../../src/node/run-journal.ts";
import { createRun } from "../../src/node/run-store.ts";
import { verifyRun } from "../../src/node/verify-run.ts";
import { writePlanFile } from "../../src/node/write-plan-file.ts";
import { seededRandom } from "../../src/testing/clock/seeded-random.ts";
import type { RunRecord } from "../../src/run/run-record.ts";
import { collect, ENTRIES, given, parts } from "./plan-entries.ts";
import { END, intent, now, start } from "./run-records.ts";

/** Parts of what is listed. */
const withProblem = (text: string) => ({ problem: expect.stringContaining(text) as string });
const begunAt = (minute: number) => ({ startedAt: `2026-11-25T07:${minute}:11.000Z` });
const runOf = ({ id, folder: path }: { id: string; folder: string }) => ({ id, folder: path });
describe("a folder of runs", () => {
  let folder = "";
  let root = "";

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosstag-runs-"));
    root = join(folder, "state", "runs");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const plan = createPlan(ENTRIES, parts(), { now });

  async function makeRun(minute: number, ...records: readonly RunRecord[]) {
    const at = () => new Date(`2026-11-25T07:${minute}:11Z`);
    const run = await createRun(root, plan, { now: at, random: seededRandom(minute) });
    const journal = await openRunJournal(run.journalPath, { now: at });
    await Promise.all(records.map((record) => journal.append(record)));
    await journal.close();
    return run;
  }

  it("gives each run a folder with its plan, for the owner's eyes only", async () => {
    const run = await createRun(root, plan, { now, random: () => 0.5 });
    expect(run.id).toBe("20261125-072011-800000");
    expect((await readdir(run.folder)).toSorted()).toEqual(["journal.jsonl", "plan.json"]);
    const modes = await Promise.all([root, run.folder, run.planPath, run.journalPath].map((path) => stat(path)));
    expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o700, 0o700, 0o600, 0o600]);
    expect((await openPlanFile(run.planPath)).header).toEqual(plan.header);
    expect(JSON.stringify(await collect(run.plan.entries()))).toBe(JSON.stringify(ENTRIES));
    expect((await stat(run.journalPath)).size).toBe(0);
  });

  it("copies a plan that is a file, and refuses one that is another by now", async () => {
    const path = join(folder, "plan.json");
    const opened = await writePlanFile(path, given(ENTRIES), () => parts(), { now });
    await chmod(path, 0o644);
    const run = await createRun(root, opened);
    expect((await readFile(run.planPath)).equals(await readFile(path))).toBe(true);
    expect((await stat(run.planPath)).mode & 0o777).toBe(0o600);
    await writePlanFile(path, given([]), () => parts());
    await expect(createRun(root, opened)).rejects.toMatchObject({ message: expect.stringContaining("digest") });
    await rm(path);
    await expect(createRun(root, opened)).rejects.toMatchObject({ message: expect.stringContaining("ENOENT") });
    expect(await readdir(root)).toEqual([run.id]);
  });

  it("gives ids in the order in which runs begin, whatever the clock and chance say", async () => {
    const random = seededRandom(7);
    const clocks = ["07:20:11", "07:20:11", "07:20:09", "07:20:11", "07:20:12", "07:20:10"];
    const ids: string[] = [];
    for (const time of clocks)
      ids.push((await createRun(root, plan, { now: () => new Date(`2026-11-25T${time}Z`), random })).id);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[4]).toMatch(/^20261125-072012-/);
    expect((await openRun(root, "latest")).id).toBe(ids.at(-1));
  });

  it("continues with the next second when a second has no more numbers", async () => {
    await createRun(root, plan, { now, random: () => 0.9999999 });
    const { id } = await createRun(root, plan, { now, random: () => 0.5 });
    expect(id).toBe("20261125-072012-0007ff");
  });

  it("gives each of many runs that begin at once an id of its own", async () => {
    const runs = await Promise.all(Array.from({ length: 8 }, () => createRun(root, plan, { now })));
    const ids = runs.map(({ id }) => id);
    expect(new Set(ids).size).toBe(8);
    expect((await readdir(root)).toSorted()).toEqual(ids.toSorted());
  });

  it("keeps a run from being resumed while it is undone, and refuses one that is running", async () => {
    const run = await makeRun(10, start(plan.header.digest), intent("a"));
    const held = await holdRun(run);
    expect(held.state.intents.size).toBe(1);
    await expect(openRunJournal(run.journalPath)).rejects.toMatchObject({
      message: expect.stringContaining("another process is writing to it"),
    });
    await expect(holdRun(run)).rejects.toMatchObject({ message: expect.stringContaining("or is being undone") });
    await held.release();
    const journal = await openRunJournal(run.journalPath);
    await expect(holdRun(run)).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining(`the run ${run.id} is still running`),
    });
    await journal.close();
    await (await holdRun(run)).release();
    expect((await readdir(run.folder)).toSorted()).toEqual(["journal.jsonl", "plan.json"]);
    const empty = await makeRun(11);
    await expect(holdRun(empty)).rejects.toMatchObject({ message: expect.stringContaining("no records") });
    await expect(holdRun(empty)).rejects.toMatchObject({ message: expect.stringContaining("no records") });
  });

  it("lets one run at a time apply a plan, and names it to the other", async () => {
    const { digest } = plan.header;
    const first = await makeRun(10, start(digest));
    const journal = await openRunJournal(first.journalPath);
    const held = await holdPlan(root, digest, { run: first.id });
    await expect(holdPlan(root, digest, { run: "second", hint: "Add a flag." })).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining(`The run ${first.id} is applying this plan (process ${process.pid} on`),
      hint: "Add a flag.",
    });
    const allowed = await holdPlan(root, digest, { run: "second", allowConcurrent: true });
    await allowed.release();
    await (await holdPlan(root, `sha256:${"0".repeat(64)}`, { run: "other" })).release();
    await held.release();
    await journal.close();
    await (await holdPlan(root, digest, { run: "second" })).release();
    expect(await readdir(root)).toEqual([first.id]);
  });

  it("says why a folder cannot be made", async () => {
    await writeFile(join(folder, "file"), "");
    await expect(createRun(join(folder, "file"), plan)).rejects.toMatchObject({ code: "configuration" });
    await expect(createRun(join(folder, "file", "runs"), plan)).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("ENOTDIR"),
    });
  });

  // A superuser may write everywhere, so that no mode keeps it out.
  it.skipIf(process.getuid?.() === 0)("says that a folder may not be written", async () => {
    await mkdir(root, { recursive: true, mode: 0o500 });
    await expect(createRun(root, plan)).rejects.toMatchObject({ message: expect.stringContaining("EACCES") });
  });

  it("lists runs with how they ended, the newest first, damaged ones too", async () => {
    expect(await listRuns(root)).toEqual([]);
    const { digest } = plan.header;
    const done = await makeRun(10, start(digest), intent("a"), END);
    const cut = await makeRun(11, start(digest), intent("a"));
    const resumed = await makeRun(12, start(digest), END, { type: "resume" });
    const empty = await makeRun(13);
    const damaged = await makeRun(14, start(digest), END);
    await writeFile(damaged.journalPath, (await readFile(damaged.journalPath, "utf8")).replace("changes", "Changes"));
    const badEnd = await makeRun(15, start(digest), END);
    await writeFile(badEnd.journalPath, (await readFile(badEnd.journalPath, "utf8")).replace("complete", "Complete"));
    const long = await makeRun(16, start(digest), intent("a", "x".repeat(50_000)));
    const torn = await makeRun(17, start(digest), END);
    await appendFile(torn.journalPath, '{"sequence":2,"prev');
    const missing = await makeRun(18);
    await rm(missing.journalPath);
    await mkdir(join(root, "notes"));

    const begun = { plan: digest, changes: 3, active: false };
    const ended = { ended: "complete", counts: END.type === "end" ? END.counts : {} };
    expect(await listRuns(root)).toStrictEqual([
      { ...runOf(missing), active: false, ...withProblem("ENOENT") },
      { ...runOf(torn), ...begunAt(17), ...begun, ...ended },
      { ...runOf(long), ...begunAt(16), ...begun },
      { ...runOf(badEnd), ...begunAt(15), ...begun, ...withProblem("last record is damaged") },
      { ...runOf(damaged), active: false, ...withProblem("first record is damaged") },
      { ...runOf(empty), active: false, ...withProblem("no records") },
      { ...runOf(resumed), ...begunAt(12), ...begun },
      { ...runOf(cut), ...begunAt(11), ...begun },
      { ...runOf(done), ...begunAt(10), ...begun, ...ended },
    ]);
    const journal = await openRunJournal(cut.journalPath);
    expect((await listRuns(root)).filter(({ active }) => active).map(({ id }) => id)).toEqual([cut.id]);
    await journal.close();
  });

  it("finds a run by its id, the beginning of one, its place or its path", async () => {
    await expect(openRun(root, "latest")).rejects.toMatchObject({
      message: expect.stringContaining("There is no run in"),
    });
    const first = await makeRun(10);
    const last = await makeRun(12);
    const { id, folder: path, planPath, journalPath } = first;
    const found = { id, folder: path, planPath, journalPath };
    for (const name of [id, id.slice(0, 13), path, `${path}/`]) expect(await openRun(root, name)).toEqual(found);
    expect((await openRun(root, "latest")).id).toBe(last.id);
    for (const [name, message] of [
      ["2026", "several runs"],
      ["2025", `There is no run "2025". The newest are ${last.id}, ${id}`],
      ["", "There is no run"],
      ["..", "There is no run"],
      [folder, "journal.jsonl is missing"],
    ] as const)
      await expect(openRun(root, name)).rejects.toMatchObject({
        code: "configuration",
        message: expect.stringContaining(message),
        hint: expect.any(String),
      });
    await rm(last.journalPath);
    await expect(openRun(root, last.id)).rejects.toMatchObject({ message: expect.stringContaining("has no journal") });
  });

  it("verifies a run: every record, and that the plan is the one that was applied", async () => {
    const run = await makeRun(10, start(plan.header.digest), intent("a"), END);
    const counts = { run: 1, resume: 0, intent: 1, outcome: 0, "not-shown": 0, "not-read": 0, shown: 0, end: 1 };
    const head = await headOfJournal(run.journalPath);
    expect(await verifyRun(run.folder)).toEqual({ records: 3, byType: counts, torn: false, head });
    await appendFile(run.journalPath, "{");
    expect(await verifyRun(run.folder)).toMatchObject({ records: 3, torn: true });
    await writeFile(run.journalPath, (await readFile(run.journalPath, "utf8")).replace("billing", "Billing"));
    expect(await verifyRun(run.folder)).toMatchObject({ records: 1, problem: expect.stringContaining("Line 2") });

    const other = await makeRun(11, start(), END);
    expect(await verifyRun(other.folder)).toMatchObject({
      records: 2,
      problem: expect.stringContaining("not the plan"),
    });
    // A journal of an earlier version of Crosstag can hold two runs.
    const twice = await makeRun(12, start(plan.header.digest));
    const chained = await openChainedFile(twice.journalPath);
    await chained.append({ at: now().toISOString(), ...start(plan.header.digest) });
    await chained.close();
    expect(await verifyRun(twice.folder)).toMatchObject({ problem: expect.stringContaining("two run-start records") });
    await appendFile(run.planPath, "x");
    await rm(twice.planPath);
    expect(await verifyRun(twice.folder)).toMatchObject({ problem: expect.stringContaining("ENOENT") });
    expect(await verifyRun(root)).toMatchObject({ records: 0, problem: expect.stringContaining("ENOENT") });
  });

  it("finds a journal that was chained anew only by a hash that was kept elsewhere", async () => {
    const run = await makeRun(10, start(plan.header.digest), intent("a"), END);
    const head = await headOfJournal(run.journalPath);
    expect((await loadRunState(run.journalPath)).head).toBe(head);
    expect(await verifyRun(run.folder, { expect: head })).not.toHaveProperty("problem");

    // A change by a person who knows the format: an undo would write other values.
    const { records } = readChain(await readFile(run.journalPath, "utf8"));
    await rm(run.journalPath);
    const forged = await openChainedFile(run.journalPath);
    for (const { sequence: _, previous: __, hash: ___, ...fields } of records)
      await forged.append(fields["type"] === "intent" ? { ...fields, before: { team: "forged" } } : fields);
    const forgedHead = forged.head;
    await forged.close();
    expect(await verifyRun(run.folder)).toMatchObject({ records: 3, head: forgedHead });
    expect(await verifyRun(run.folder)).not.toHaveProperty("problem");
    const refusal = { problem: expect.stringContaining(`not with the expected ${head}`) as string };
    expect(await verifyRun(run.folder, { expect: head })).toMatchObject(refusal);

    // Records that were removed from the end, or added, are found in the same way.
    await rm(run.journalPath);
    const journal = await openRunJournal(run.journalPath, { now: () => new Date("2026-11-25T07:10:11Z") });
    expect(journal.head).toBeUndefined();
    await journal.append(start(plan.header.digest));
    await journal.append(intent("a"));
    await journal.close();
    expect(await verifyRun(run.folder, { expect: head })).toMatchObject(refusal);
    const resumed = await openRunJournal(run.journalPath, { now: () => new Date("2026-11-25T07:10:11Z") });
    await resumed.append(END);
    expect(resumed.head).toBe(head);
    await resumed.append({ type: "resume" });
    await resumed.close();
    expect(await verifyRun(run.folder, { expect: head })).toMatchObject(refusal);
  });
});

async function headOfJournal(path: string): Promise<string> {
  const journal = await openRunJournal(path);
  await journal.close();
  return journal.head ?? "";
}

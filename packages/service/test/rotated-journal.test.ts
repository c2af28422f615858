import { mkdtemp, open, readdir, readFile, rm, writeFile, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readChain } from "@crosstag/core/node";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findCutOffWrites } from "../src/writes/cut-off-writes.ts";
import { openHealingJournal } from "../src/writes/healing-journal.ts";
import { isLargeJournal, openRotatedJournal } from "../src/writes/rotated-journal.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "crosstag-rotated-"));
});
afterEach(() => rm(folder, { recursive: true }));

const file = () => ({ path: join(folder, "writes.jsonl"), now: () => new Date(0), mostBytes: 500 });

const write = (requestId: string) => ({ type: "write", caller: "shop", requestId, resources: ["key"] });

const recordsOf = async (name: string) => {
  const { records, problem } = readChain(await readFile(join(folder, name), "utf8"));
  expect(problem).toBeUndefined();
  return records;
};

test("a journal that is full is put aside while it is written to, and the next one continues its chain", async () => {
  const journal = await openHealingJournal({
    open: () => openRotatedJournal(file()),
    isFull: () => isLargeJournal(file()),
  });
  const count = 2_500;
  await Promise.all(Array.from({ length: count }, (_, number) => journal.append({ type: "write", number })));
  await journal.append({ type: "last" });
  await journal.close();

  const names = (await readdir(folder)).filter((name) => name.endsWith(".jsonl")).toSorted();
  expect(names.length).toBeGreaterThan(1);
  const files = await Promise.all(names.map(recordsOf));
  const written = files.flat().filter(({ type }) => type === "write");
  expect(new Set(written.map(({ number }) => number)).size).toBe(count);
  for (const [index, records] of files.slice(1, -1).entries())
    expect(records[0]).toMatchObject({ type: "continues", file: names[index], head: headOf(files[index]) });
  const current = await recordsOf("writes.jsonl");
  expect(current[0]).toMatchObject({ type: "continues", file: names.at(-2), head: headOf(files.at(-2)) });
});

test("a flush that fails is reported when the journal is put aside, and when the next record opens it again", async () => {
  const any = await open(join(folder, "any"), "w");
  const flush = vi.spyOn(Object.getPrototypeOf(any) as FileHandle, "datasync");
  await any.close();
  const bad = () => flush.mockRejectedValueOnce(Object.assign(new Error("bad"), { code: "EIO" }));
  const unflushed: unknown[] = [];
  const journal = (flushWithinMs: number, mostBytes?: number) =>
    openHealingJournal({
      open: () => openRotatedJournal({ ...file(), flushWithinMs, mostBytes }),
      isFull: () => isLargeJournal({ ...file(), mostBytes }),
      onUnflushed: (error) => unflushed.push(error),
    });
  const names = async () => (await readdir(folder)).filter((name) => name.endsWith(".jsonl")).toSorted();

  bad();
  const full = await journal(3_600_000, 500);
  await Promise.all(Array.from({ length: 1_000 }, (_, number) => full.append({ type: "write", number })));
  await full.close();
  expect(await names()).toEqual(["writes-000001.jsonl", "writes.jsonl"]);
  expect(unflushed).toMatchObject([{ message: expect.stringMatching(/writes\.jsonl.*EIO/) }]);

  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  bad();
  const healed = await journal(1_000);
  await healed.append({ type: "write", number: 1 });
  vi.advanceTimersByTime(1_000);
  await healed.append({ type: "write", number: 2 });
  await healed.append({ type: "write", number: 3 });
  vi.useRealTimers();
  await healed.close();
  expect(unflushed).toHaveLength(2);
  expect((await recordsOf("writes.jsonl")).slice(-3)).toMatchObject([{ number: 1 }, { number: 2 }, { number: 3 }]);
  flush.mockRestore();
});

test("a file that was put aside before the process ended is continued, and a damaged one stays", async () => {
  const first = await openRotatedJournal(file());
  await first.append({ type: "write", text: "x".repeat(600) });
  const { head } = first;
  await first.close();
  const second = await openRotatedJournal(file());
  await second.close();
  // The process ended before the new file had its first record.
  await writeFile(file().path, "");
  const third = await openRotatedJournal(file());
  await third.close();
  expect(await recordsOf("writes.jsonl")).toMatchObject([{ type: "continues", file: "writes-000001.jsonl", head }]);

  await writeFile(file().path, `{"sequence":0}\n${"x".repeat(600)}`);
  await expect(openRotatedJournal(file())).rejects.toMatchObject({ code: "configuration" });
  expect((await readdir(folder)).filter((name) => name.endsWith(".jsonl"))).toHaveLength(2);
});

test("the number of a file that was moved away is not used again", async () => {
  for (const _ of [1, 2]) {
    const journal = await openRotatedJournal(file());
    await journal.append({ type: "write", text: "x".repeat(600) });
    await journal.close();
  }
  await rm(join(folder, "writes-000001.jsonl"));
  await (await openRotatedJournal(file())).close();
  expect((await readdir(folder)).filter((name) => name.endsWith(".jsonl")).toSorted()).toEqual([
    "writes-000002.jsonl",
    "writes.jsonl",
  ]);
  expect(await recordsOf("writes.jsonl")).toMatchObject([{ type: "continues", file: "writes-000002.jsonl" }]);
});

test("a write that began just before its file was put aside is found, until the next file has its end", async () => {
  const first = await openRotatedJournal(file());
  for (const id of ["ended", "ended-later", "cut-off"]) await first.append(write(id));
  await first.append({ type: "outcomes", requestId: "ended", text: "x".repeat(600) });
  await first.close();
  const found = async () => (await findCutOffWrites(file().path)).map(({ by }) => by.requestId);
  expect(await found()).toEqual(["ended-later", "cut-off"]);

  const second = await openRotatedJournal(file());
  expect(await readdir(folder)).toContain("writes-000001.jsonl");
  await second.append({ type: "outcomes", requestId: "ended-later" });
  await second.append(write("new"));
  await second.close();
  expect(await found()).toEqual(["cut-off", "new"]);
  // The process ended before the next file was there.
  await rm(file().path);
  expect(await found()).toEqual(["ended-later", "cut-off"]);
});

function headOf(records: Awaited<ReturnType<typeof recordsOf>> | undefined): string {
  return `sha256:${records?.at(-1)?.hash}`;
}

import type { FileHandle } from "node:fs/promises";
import { appendFile, mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openEvidenceJournal } from "../../src/node/evidence-journal.ts";
import { readChain } from "../../src/node/hash-chain.ts";
import { holdLock } from "./lock-processes.ts";

const now = () => new Date("2026-11-22T12:00:00Z");

describe("openEvidenceJournal", () => {
  let folder = "";
  let path = "";

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosstag-journal-"));
    path = join(folder, "deep", "evidence.jsonl");
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function write(...records: Record<string, unknown>[]): Promise<void> {
    const journal = await openEvidenceJournal(path, now);
    for (const record of records) await journal.append(record);
    await journal.close();
  }

  it("chains records, also over several openings, for the owner's eyes only", async () => {
    await write({ phase: "intent" }, { phase: "outcome" });
    await write({ phase: "intent", note: 'again "quoted"' });
    const chain = readChain(await readFile(path, "utf8"));
    expect(chain.problem).toBeUndefined();
    expect(chain.records.map(({ sequence, phase, at }) => [sequence, phase, at])).toEqual([
      [0, "intent", "2026-11-22T12:00:00.000Z"],
      [1, "outcome", "2026-11-22T12:00:00.000Z"],
      [2, "intent", "2026-11-22T12:00:00.000Z"],
    ]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("writes at once what is flushed later, and flushes it within its time and when it closes", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const file = await open(join(folder, "any"), "w");
    const prototype = Object.getPrototypeOf(file) as FileHandle;
    await file.close();
    let onFlush: (() => void) | undefined;
    const flushed = new Promise<void>((resolve) => (onFlush = resolve));
    const flush = vi.spyOn(prototype, "datasync").mockImplementation(async () => onFlush?.());
    const journal = await openEvidenceJournal(path, now, { flushWithinMs: 1_000 });
    for (const phase of ["intent", "outcome"]) await journal.append({ phase });
    expect(readChain(await readFile(path, "utf8")).records).toMatchObject([{ phase: "intent" }, { phase: "outcome" }]);
    expect(flush).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1_000);
    await flushed;
    expect(flush).toHaveBeenCalledTimes(1);
    await journal.append({ phase: "intent" });
    await journal.close();
    expect(flush).toHaveBeenCalledTimes(2);

    const failing = await openEvidenceJournal(path, now, { flushWithinMs: 1_000 });
    const failed = new Promise<void>((resolve) => (onFlush = resolve));
    flush.mockImplementation(async () => {
      onFlush?.();
      throw Object.assign(new Error("bad"), { code: "EIO" });
    });
    await failing.append({ phase: "outcome" });
    vi.advanceTimersByTime(1_000);
    await failed;
    await expect(failing.append({ phase: "intent" })).rejects.toMatchObject({
      message: expect.stringContaining("EIO"),
    });
    // A record that is refused because of it is not the one that was lost.
    await expect(failing.close()).rejects.toMatchObject({ message: expect.stringContaining("EIO") });

    // A failure is reported at the end, also that of an earlier flush.
    for (const passed of [0, 1_000]) {
      const lost = await openEvidenceJournal(path, now, { flushWithinMs: 1_000 });
      await lost.append({ phase: "outcome" });
      vi.advanceTimersByTime(passed);
      await expect(lost.close()).rejects.toMatchObject({ message: expect.stringContaining("EIO") });
    }
    flush.mockRestore();
    vi.useRealTimers();
  });

  it("writes a record that may wait with the next one, when its time is over, or when it closes", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const phases = async () => readChain(await readFile(path, "utf8")).records.map(({ phase }) => phase);
    const journal = await openEvidenceJournal(path, now);
    const [early, late] = [
      journal.append({ phase: "outcome 1" }, { withinMs: 50 }),
      journal.append({ phase: "outcome 2" }, { withinMs: 90 }),
    ];
    vi.advanceTimersByTime(49);
    expect(await phases()).toEqual([]);
    await journal.append({ phase: "intent" });
    await Promise.all([early, late]);
    expect(await phases()).toEqual(["outcome 1", "outcome 2", "intent"]);

    const timed = journal.append({ phase: "outcome 3" }, { withinMs: 50 });
    vi.advanceTimersByTime(50);
    await timed;
    expect(await phases()).toHaveLength(4);

    const last = journal.append({ phase: "outcome 4" }, { withinMs: 50 });
    await journal.close();
    await last;
    expect(vi.getTimerCount()).toBe(0);
    expect(await phases()).toEqual(["outcome 1", "outcome 2", "intent", "outcome 3", "outcome 4"]);
    vi.useRealTimers();
  });

  it("cuts off a torn last line at any byte, and continues", async () => {
    await write({ phase: "intent" }, { phase: "outcome" });
    const whole = await readFile(path);
    const firstEnd = whole.indexOf(10) + 1;
    for (let length = firstEnd; length < whole.length; length += 7) {
      await writeFile(path, whole.subarray(0, length));
      await write({ phase: "after" });
      const chain = readChain(await readFile(path, "utf8"));
      expect([chain.problem, chain.records.map(({ phase }) => phase)]).toEqual([undefined, ["intent", "after"]]);
    }
  });

  it("refuses a file in which any byte of a whole record was changed", async () => {
    await write({ phase: "intent" }, { phase: "outcome" });
    const whole = await readFile(path);
    for (let position = 0; position < whole.length - 1; position += 5) {
      const changed = Buffer.from(whole);
      changed[position] = (changed[position] as number) ^ 1;
      await writeFile(path, changed);
      await expect(openEvidenceJournal(path, now)).rejects.toMatchObject({
        code: "configuration",
        message: expect.stringContaining("damaged"),
      });
    }
  });

  it("refuses a file from which a record was taken", async () => {
    await write({ phase: "a" }, { phase: "b" }, { phase: "c" });
    const lines = (await readFile(path, "utf8")).split("\n");
    await writeFile(path, [lines[0], lines[2], ""].join("\n"));
    await expect(openEvidenceJournal(path, now)).rejects.toMatchObject({
      message: expect.stringContaining("missing or out of place"),
    });
  });

  it("chains records that are appended at the same time", async () => {
    const journal = await openEvidenceJournal(path, now);
    await Promise.all(["a", "b", "c"].map((phase) => journal.append({ phase })));
    await journal.close();
    const chain = readChain(await readFile(path, "utf8"));
    expect([chain.problem, chain.records.map(({ phase }) => phase)]).toEqual([undefined, ["a", "b", "c"]]);
  });

  it.each(["a note without line feed", "a note\n", '{"some":"json"}'])(
    "leaves a file alone that is none: %j",
    async (text) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      await expect(openEvidenceJournal(path, now)).rejects.toMatchObject({ code: "configuration" });
      expect(await readFile(path, "utf8")).toBe(text);
    },
  );

  it("leaves nothing beside the journal", async () => {
    await write({ phase: "intent" });
    expect(await readdir(dirname(path))).toEqual(["evidence.jsonl"]);
  });

  it("lets one writer in at a time, and gets past one that died", async () => {
    const journal = await openEvidenceJournal(path, now);
    await expect(openEvidenceJournal(path, now)).rejects.toMatchObject({
      message: expect.stringContaining("another process"),
    });
    await journal.close();
    const { kill } = await holdLock(path);
    await kill();
    await write({ phase: "after" });
  });

  it("says why a file cannot be written", async () => {
    await appendFile(join(folder, "file"), "");
    await expect(openEvidenceJournal(join(folder, "file", "x.jsonl"), now)).rejects.toMatchObject({
      code: "configuration",
      hint: expect.stringContaining("folder"),
    });
  });
});

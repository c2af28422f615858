import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readChain } from "../../src/node/hash-chain.ts";
import { openChainedFile } from "../../src/node/chained-file.ts";
import { openEvidenceJournal } from "../../src/node/evidence-journal.ts";
import { readRunRecords } from "../../src/node/read-run.ts";
import { openRunJournal } from "../../src/node/run-journal.ts";
import type { RunRecord } from "../../src/run/run-record.ts";
import { seededRandom } from "../../src/testing/clock/seeded-random.ts";
import { END, intent, now, start } from "./run-records.ts";

describe("openRunJournal", () => {
  let folder = "";
  let path = "";

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosstag-run-journal-"));
    path = join(folder, "journal.jsonl");
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  async function write(...records: readonly RunRecord[]): Promise<void> {
    const journal = await openRunJournal(path, { now });
    await Promise.all(records.map((record) => journal.append(record)));
    await journal.close();
  }

  async function read(): Promise<{ records: RunRecord[]; torn: number }> {
    const records: RunRecord[] = [];
    let torn = 0;
    for await (const { record } of readRunRecords(path, { onTorn: (bytes) => (torn = bytes) })) records.push(record);
    return { records, torn };
  }

  async function fileHandlePrototype(): Promise<FileHandle> {
    const handle = await open(folder, "r");
    await handle.close();
    return Object.getPrototypeOf(handle) as FileHandle;
  }

  it("keeps records in order with their times, for the owner's eyes only", async () => {
    const hostile = JSON.parse(
      '{"type":"intent","scope":"s","reference":"é \\" \\u2028 😀 \\ud800","before":{"__proto__":null,"hash":"x"},"set":{"__proto__":"y"},"remove":["constructor"]}',
    ) as RunRecord;
    await write(start(), hostile, END);
    const timedRecords: unknown[] = [];
    for await (const timed of readRunRecords(path)) timedRecords.push(timed);
    const at = "2026-11-25T07:20:11.000Z";
    expect(JSON.stringify(timedRecords)).toBe(
      JSON.stringify([start(), hostile, END].map((record) => ({ record, at }))),
    );
    expect(timedRecords.map((timed) => Object.keys((timed as { record: { set?: object } }).record.set ?? {}))).toEqual([
      [],
      ["__proto__"],
      [],
    ]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("keeps exactly the whole records after a cut at any byte, and continues", async () => {
    const records = [start(), ...Array.from({ length: 14 }, (_, index) => intent(`é-${index}`)), END];
    await write(...records);
    const whole = await readFile(path);
    expect(whole.length).toBeGreaterThan(4096);
    const prototype = await fileHandlePrototype();
    // The power is not cut here, and flushing thousands of times takes long.
    vi.spyOn(prototype, "sync").mockResolvedValue();
    vi.spyOn(prototype, "datasync").mockResolvedValue();
    const ends = [...whole.keys()].filter((position) => whole[position] === 10).map((position) => position + 1);
    // All intents are alike: the last one and the end are cut at every byte, the others around their ends and here and there.
    const alike = ends.at(-3) ?? 0;
    const isNearEnd = (length: number) => ends.some((end) => Math.abs(end - length) <= 1);
    for (let length = whole.length - 1; length >= whole.length - 4096; length -= 1) {
      if (length < alike && length % 7 !== 0 && !isNearEnd(length)) continue;
      await writeFile(path, whole.subarray(0, length));
      const kept = ends.filter((end) => end <= length);
      const cut = await read();
      expect([cut.records, cut.torn]).toEqual([records.slice(0, kept.length), length - (kept.at(-1) ?? 0)]);
      // Opening takes long; it goes through the file in the same way.
      if (length < alike && length % 49 !== 0 && !isNearEnd(length)) continue;
      await write({ type: "resume" });
      const { problem, records: after, validBytes } = readChain(await readFile(path, "utf8"));
      expect([problem, after.length, validBytes]).toEqual([undefined, kept.length + 1, (await stat(path)).size]);
      expect((await readFile(path)).subarray(0, kept.at(-1)).equals(whole.subarray(0, kept.at(-1)))).toBe(true);
    }
  });

  it("takes zeros at the end for a torn line", async () => {
    await write(start(), intent("a"));
    const whole = await readFile(path);
    for (const tail of [Buffer.alloc(100), Buffer.concat([Buffer.from('{"seq'), Buffer.alloc(3)])]) {
      await writeFile(path, Buffer.concat([whole, tail]));
      expect((await read()).torn).toBe(tail.length);
      await write();
      expect((await readFile(path)).equals(whole)).toBe(true);
    }
  });

  it("never gives a record that differs from what was written, whichever bits are flipped", async () => {
    const records = [start(), ...Array.from({ length: 8 }, (_, index) => intent(`key-${index}`)), END];
    await write(...records);
    const whole = Buffer.concat([await readFile(path), Buffer.from('{"sequence":10,"previous":"0123')]);
    const tailStart = whole.lastIndexOf(10) + 1;
    const random = seededRandom(11);
    for (let round = 0; round < 400; round += 1) {
      const changed = Buffer.from(whole);
      const position = Math.floor(random() * whole.length);
      changed[position] = (changed[position] as number) ^ (1 << Math.floor(random() * 8));
      await writeFile(path, changed);
      const got: RunRecord[] = [];
      let problem = "";
      try {
        for await (const { record } of readRunRecords(path)) got.push(record);
      } catch (error) {
        problem = (error as Error).message;
      }
      const refusal = await openRunJournal(path).then(
        (journal) => journal.close().then(() => ""),
        (error: unknown) => (error as Error).message,
      );
      // Nothing but the torn tail may go unnoticed, and then every whole record is there.
      const noticed = /line \d+|beginning/i.test(problem);
      expect({ position, refusal, got }).toEqual({ position, refusal: problem, got: records.slice(0, got.length) });
      expect({ position, noticed }).toEqual({ position, noticed: noticed || position < tailStart });
      expect(noticed || got.length === records.length).toBe(true);
      // What was refused is left as it is.
      expect((await readFile(path)).equals(noticed ? changed : whole.subarray(0, tailStart))).toBe(true);
    }
  });

  it("refuses a record that was put in from another journal", async () => {
    await write(start(), intent("a"), END);
    const lines = (await readFile(path, "utf8")).split("\n");
    await rm(path);
    await write(start(), intent("b"), END);
    const others = (await readFile(path, "utf8")).split("\n");
    await writeFile(path, [lines[0], lines[1], others[2], ""].join("\n"));
    await expect(openRunJournal(path)).rejects.toMatchObject({ message: expect.stringContaining("Before line 3") });
  });

  it("refuses a last record whose line feed was changed, as other records may depend on it", async () => {
    await write(start(), END);
    const whole = await readFile(path);
    whole[whole.length - 1] = 11;
    await writeFile(path, whole);
    await expect(openRunJournal(path)).rejects.toMatchObject({ message: expect.stringContaining("end of line 2") });
  });

  it.each([
    ["", "has no records"],
    ["{}\n", "not a journal"],
    ["x".repeat(1_000_000), "not a journal"],
    ['{"sequence":0}\n', "Line 1 was changed"],
  ])("refuses to read what is not a journal: %.20j", async (text, message) => {
    await writeFile(path, text);
    await expect(read()).rejects.toMatchObject({ code: "configuration", message: expect.stringContaining(message) });
    await openRunJournal(path).then(
      (journal) => journal.close(),
      () => {},
    );
    expect(await readFile(path, "utf8")).toBe(text);
  });

  it("refuses journals of another version and of another kind by name", async () => {
    await write({ ...start(), schema: "crosstag-run/3" } as unknown as RunRecord);
    const refusal = { message: expect.stringContaining('another version of Crosstag ("crosstag-run/3"') };
    await expect(openRunJournal(path)).rejects.toMatchObject(refusal);
    await expect(read()).rejects.toMatchObject(refusal);
    await rm(path);
    const chained = await openChainedFile(path);
    await chained.append({ at: now().toISOString(), ...END });
    await chained.close();
    await expect(openRunJournal(path)).rejects.toMatchObject({
      message: expect.stringContaining("not the journal of a run"),
    });
    await rm(path);
    const evidence = await openEvidenceJournal(path);
    await evidence.append({ phase: "intent" });
    await evidence.close();
    await expect(openRunJournal(path)).rejects.toMatchObject({ message: expect.stringContaining("`type`") });
  });

  it("refuses a folder, a device and what is not there", async () => {
    await expect(openRunJournal(folder)).rejects.toMatchObject({ code: "configuration" });
    await expect(read()).rejects.toMatchObject({ message: expect.stringContaining("ENOENT") });
  });

  it("lets one writer in at a time", async () => {
    const journal = await openRunJournal(path);
    await expect(openRunJournal(path)).rejects.toMatchObject({ message: expect.stringContaining("another process") });
    await journal.append(start());
    await journal.close();
    await journal.close();
    await expect(journal.append(END)).rejects.toMatchObject({ message: expect.stringContaining("closed") });
    await write(END);
    expect((await read()).records).toEqual([start(), END]);
  });

  it("flushes together what comes while the disk is busy, and says so only when it is flushed", async () => {
    const prototype = await fileHandlePrototype();
    const datasync = Object.getOwnPropertyDescriptor(prototype, "datasync")?.value as () => Promise<void>;
    let flushes = 0;
    let flushedLines = 0;
    vi.spyOn(prototype, "datasync").mockImplementation(async function (this: FileHandle) {
      const lines = (await readFile(path, "utf8")).split("\n").length - 1;
      await datasync.call(this);
      flushes += 1;
      flushedLines = lines;
    });
    const journal = await openRunJournal(path);
    await journal.append(start());
    expect(flushes).toBe(1);
    const early: number[] = [];
    const appended: Promise<void>[] = [];
    for (let index = 0; index < 5_000; index += 1) {
      appended.push(
        journal.append(intent(`key-${index}`)).then(() => {
          if (flushedLines < index + 2) early.push(index);
        }),
      );
      if (index % 500 === 499) await new Promise(setImmediate);
    }
    await Promise.all(appended);
    expect(early).toEqual([]);
    expect(flushes).toBeLessThan(15);
    await journal.close();
    expect((await read()).records).toHaveLength(5_001);
  });

  it("stays failed after a failure, with the file as it was before", async () => {
    const prototype = await fileHandlePrototype();
    const journal = await openRunJournal(path);
    await journal.append(start());
    const before = await readFile(path);
    const appendFile = Object.getOwnPropertyDescriptor(prototype, "appendFile")?.value as (
      data: Buffer,
    ) => Promise<void>;
    const full = Object.assign(new Error("full"), { code: "ENOSPC" });
    const spy = vi.spyOn(prototype, "appendFile").mockImplementation(async function (this: FileHandle, data) {
      // As a full disk does: some of it is written.
      await appendFile.call(this, (data as Buffer).subarray(0, 700));
      throw full;
    });
    const results = await Promise.allSettled(["a", "b", "c"].map((reference) => journal.append(intent(reference))));
    spy.mockRestore();
    const error = (results[0] as PromiseRejectedResult).reason as unknown;
    expect(error).toMatchObject({
      code: "configuration",
      message: expect.stringContaining("ENOSPC"),
      hint: expect.stringContaining("space"),
    });
    expect(results.map((result) => (result as PromiseRejectedResult).reason === error)).toEqual([true, true, true]);
    await expect(journal.append(intent("d"))).rejects.toBe(error);
    await journal.close();
    expect((await readFile(path)).equals(before)).toBe(true);
    await write({ type: "resume" });
    expect((await read()).records).toEqual([start(), { type: "resume" }]);
  });

  it("refuses a second run, and a run without its start record, and continues", async () => {
    const journal = await openRunJournal(path, { now });
    await expect(journal.append({ type: "resume" })).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("it is empty"),
    });
    expect(journal.start).toBeUndefined();
    await journal.append(start());
    expect(journal.start).toEqual(start());
    await expect(journal.append(start())).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("it already holds the run a"),
    });
    await journal.append(END);
    await journal.close();
    const again = await openRunJournal(path);
    expect(again.start).toEqual(start());
    await expect(again.append(start())).rejects.toMatchObject({ code: "configuration" });
    await again.append({ type: "resume" });
    await again.close();
    expect((await read()).records).toEqual([start(), END, { type: "resume" }]);
  });

  it("does not count what could not be flushed", async () => {
    const prototype = await fileHandlePrototype();
    const journal = await openRunJournal(path);
    vi.spyOn(prototype, "datasync").mockRejectedValueOnce(Object.assign(new Error("bad"), { code: "EIO" }));
    await expect(journal.append(start())).rejects.toMatchObject({ message: expect.stringContaining("EIO") });
    await expect(journal.append(start())).rejects.toMatchObject({ message: expect.stringContaining("EIO") });
    await journal.close();
    expect((await stat(path)).size).toBe(0);
  });

  function child(code: string, shell = ""): ReturnType<typeof spawn> {
    const command = `${shell} exec "${process.execPath}" --input-type=module --eval "$CODE"`;
    return spawn("bash", ["-c", command], {
      cwd: new URL("../../", import.meta.url),
      env: { ...process.env, CODE: code, JOURNAL: path },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  const beginning = `
    import { openRunJournal } from ${JSON.stringify(new URL("../../dist/node/run-journal.js", import.meta.url).href)};
    const journal = await openRunJournal(process.env.JOURNAL);
    await journal.append(${JSON.stringify(start())});
    const intent = (reference) => ({ type: "intent", scope: "s", reference, before: {}, set: {}, remove: [] });`;

  it("says that a real limit was met, and keeps what was flushed before", async () => {
    const running = child(
      `${beginning}
      let done = 0;
      try { for (;; done += 1) await journal.append(intent("key-" + done)); }
      catch (error) { await journal.close(); console.log(JSON.stringify({ done, message: error.message })); }`,
      "ulimit -f 8;",
    );
    let printed = "";
    running.stdout?.on("data", (text) => (printed += String(text)));
    await new Promise((resolve) => running.on("close", resolve));
    const { done, message } = JSON.parse(printed) as { done: number; message: string };
    expect(message).toContain("EFBIG");
    const { records, torn } = await read();
    expect([records.length, torn]).toEqual([done + 1, 0]);
  });

  it("holds every record that was acknowledged before the process was killed", async () => {
    // By count, not by time: how much a process writes in a given time depends on what else the machine does.
    for (const enough of [51, 200, 700]) {
      await rm(path, { force: true });
      const running = child(`${beginning}
        import { writeSync } from "node:fs";
        let next = 0;
        await Promise.all(Array.from({ length: 50 }, async () => {
          for (;;) { const number = next++; await journal.append(intent("key-" + number)); writeSync(1, number + "\\n"); }
        }));`);
      let printed = "";
      let lines = 0;
      running.stdout?.on("data", (data) => {
        const text = String(data);
        printed += text;
        lines += text.split("\n").length - 1;
        if (lines >= enough) running.kill("SIGKILL");
      });
      const [code, signal] = (await once(running, "close")) as [number | null, string | null];
      expect([code, signal]).toEqual([null, "SIGKILL"]);
      const acknowledged = printed.split("\n").slice(0, -1);
      expect(acknowledged.length).toBeGreaterThanOrEqual(enough);
      const { records } = await read();
      const kept = new Set(records.map((record) => ("reference" in record ? record.reference : "")));
      expect(acknowledged.filter((number) => !kept.has(`key-${number}`))).toEqual([]);
      // The one who died holds no lock any more.
      await write({ type: "resume" });
    }
  });

  // A superuser may write everywhere, so that no mode keeps it out.
  it.skipIf(process.getuid?.() === 0)("says that a folder cannot be written", async () => {
    await chmod(folder, 0o500);
    await expect(openRunJournal(path)).rejects.toMatchObject({ message: expect.stringContaining("EACCES") });
    await chmod(folder, 0o700);
  });
});

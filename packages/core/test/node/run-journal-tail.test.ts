import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRunJournal } from "../../src/node/run-journal.ts";
import { openRunJournalTail, type RunJournalTail } from "../../src/node/run-journal-tail.ts";
import type { RunRecord } from "../../src/run/run-record.ts";
import { END, intent, now, outcome, start } from "./run-records.ts";

let folder = "";
let path = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "crosstag-tail-"));
  path = join(folder, "journal.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

async function write(...records: readonly RunRecord[]): Promise<void> {
  const journal = await openRunJournal(path, { now });
  for (const record of records) await journal.append(record);
  await journal.close();
}

async function read(tail: RunJournalTail): Promise<readonly (readonly [number, string])[]> {
  const lines: (readonly [number, string])[] = [];
  for await (const { line, record } of tail.more()) lines.push([line, record.type]);
  return lines;
}

describe("openRunJournalTail", () => {
  it("reads what was added since, by whichever process, and leaves a line that is still being written", async () => {
    await write(start(), intent("a"));
    const tail = await openRunJournalTail(path);
    try {
      expect(await read(tail)).toEqual([
        [1, "run"],
        [2, "intent"],
      ]);
      expect(await read(tail)).toEqual([]);
      await write(outcome("a"));
      await appendFile(path, '{"sequence":3,"previous":"');
      expect(await read(tail)).toEqual([[3, "outcome"]]);
      // Opening it again cuts the torn line off.
      await write({ type: "resume" }, END);
      expect(await read(tail)).toEqual([
        [4, "resume"],
        [5, "end"],
      ]);
      expect(tail.lines).toBe(5);
    } finally {
      await tail.close();
    }
  });

  it("refuses lines that were removed or changed, by number", async () => {
    await write(start(), intent("a"), outcome("a"));
    const whole = await readFile(path, "utf8");
    const tail = await openRunJournalTail(path);
    await read(tail);
    await truncate(path, whole.length - 10);
    await expect(read(tail)).rejects.toThrow("lines before line 4 were removed");
    await tail.close();
    await writeFile(path, whole.replace('"sequence":1', '"sequence":7'));
    const changed = await openRunJournalTail(path);
    await expect(read(changed)).rejects.toThrow("Line 2 was changed after it was written");
    await changed.close();
  });
});

import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeJsonReport } from "@crosstag/compliance";
import type { CommandContext } from "../src/command-context.ts";
import { checkReportFiles, parseReportFiles, writeReportFiles } from "../src/commands/check/report-files.ts";

let folder: string;

const noInput = () => undefined as never;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "crosstag-reports-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a folder in the place of a report is found before anything is read", async () => {
  await expect(checkReportFiles([{ write: writeJsonReport, path: folder }])).rejects.toThrow("EISDIR");
});

test("several reports in one option are refused, since the second would be part of the name of the first", () => {
  const context = { workingDirectory: folder } as CommandContext;
  expect(() => parseReportFiles(["html=tags.html,json=tags.json"], context)).toThrow(
    expect.objectContaining({
      message: "--report takes one report, and can be repeated.",
      hint: ["Write: --report html=tags.html --report json=tags.json"],
    }),
  );
});

test("an interruption while a report is written is one, and no fault of the file; nothing is left behind", async () => {
  const interruption = new AbortController();
  const write = async function* half(): AsyncGenerator<string, void, undefined> {
    yield "half";
    interruption.abort(new Error("interrupted"));
    yield " a report";
  };
  await expect(
    writeReportFiles([{ write, path: join(folder, "tags.json") }], noInput, interruption.signal),
  ).rejects.toThrow("interrupted");
  expect(await readdir(folder)).toEqual([]);
});

test("a report is its owner's to read, also in the place of one that all users could read", async () => {
  const path = join(folder, "tags.html");
  await writeFile(path, "the report of yesterday", { mode: 0o644 });
  await writeReportFiles([{ write: whole, path }], noInput, new AbortController().signal);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

async function* whole(): AsyncGenerator<string, void, undefined> {
  yield "a report";
}

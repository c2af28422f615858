import { appendFile, readFile } from "node:fs/promises";
import { loadRunState, verifyRun, type RunFolder } from "@crosstag/core/node";
import type { Draw } from "./seeded-resources.ts";

/**
 * Problems of a run's journal after a kill. There are none if the process was killed before its first record was on
 * disk.
 */
export async function checkJournal({ folder, journalPath }: RunFolder, isTorn: boolean): Promise<readonly string[]> {
  const { problem, records, torn } = await verifyRun(folder);
  if (records === 0) {
    const text = await readFile(journalPath, "utf8");
    return text.includes("\n") ? [`the journal is damaged: ${problem ?? ""}`] : [];
  }
  if (problem !== undefined) return [`the journal is damaged: ${problem}`];
  if (isTorn && !torn) return ["the journal does not report that its end was cut off"];
  await loadRunState(journalPath);
  return [];
}

/** Leaves an incomplete record at a journal's end, as a power failure does. A kill alone never cuts one off. */
export async function tearJournal({ journalPath }: RunFolder, draw: Draw): Promise<void> {
  const text = await readFile(journalPath, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  // The kill did cut a record off, which is an even better test.
  if (whole.length < text.length) return;
  const last = whole.trimEnd().split("\n").at(-1) ?? "";
  const sample = last === "" ? '{"sequence":0,"previous":"0000' : last;
  await appendFile(journalPath, sample.slice(0, 1 + Math.floor(draw() * (sample.length - 2))));
}

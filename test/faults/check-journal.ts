import { appendFile, readFile } from "node:fs/promises";
import { loadRunState, verifyRun, type RunFolder } from "@crosstag/core/node";
import type { Draw } from "./seeded-world.ts";

/**
 * What is wrong with a run's journal after a kill. Nothing is where the process was killed before its first record was
 * on disk.
 */
export async function checkJournal({ folder, journalPath }: RunFolder, isTorn: boolean): Promise<readonly string[]> {
  const { problem, records, torn } = await verifyRun(folder);
  if (records === 0) {
    const text = await readFile(journalPath, "utf8");
    return text.includes("\n") ? [`the journal is damaged: ${problem ?? ""}`] : [];
  }
  if (problem !== undefined) return [`the journal is damaged: ${problem}`];
  if (isTorn && !torn) return ["the journal does not say that its end was cut off"];
  await loadRunState(journalPath);
  return [];
}

/** Leaves the beginning of a record at a journal's end, as a loss of power does; a kill alone never cuts one off. */
export async function tearJournal({ journalPath }: RunFolder, draw: Draw): Promise<void> {
  const text = await readFile(journalPath, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  // Killed in the middle of a record after all, which is better still.
  if (whole.length < text.length) return;
  const last = whole.trimEnd().split("\n").at(-1) ?? "";
  const sample = last === "" ? '{"sequence":0,"previous":"0000' : last;
  await appendFile(journalPath, sample.slice(0, 1 + Math.floor(draw() * (sample.length - 2))));
}

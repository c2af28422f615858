import { stat } from "node:fs/promises";
import { join } from "node:path";
import { verifyRun } from "@crosstag/core/node";

/** What is wrong with a run's journal. Nothing is where a process was killed before its first record was on disk. */
export async function checkJournal(folder: string, when: string): Promise<readonly string[]> {
  const { problem, records } = await verifyRun(folder);
  if (problem === undefined) return [];
  const { size } = await stat(join(folder, "journal.jsonl"));
  const isEmpty = records === 0 && size < 400;
  return isEmpty ? [] : [`${when} the journal is damaged: ${problem}`];
}

import { CrosstagError } from "../model/crosstag-error.ts";
import type { RunRecord } from "../run/run-record.ts";
import { openPlanFile } from "./plan-file.ts";
import { readRunRecords } from "./read-run.ts";
import { runFolder } from "./run-folder.ts";

/** What the verification of a run's journal and plan found. */
export interface RunVerification {
  /** Records before the first damage. */
  readonly records: number;
  /** The number of records of each type. */
  readonly byType: Readonly<Record<RunRecord["type"], number>>;
  /** Whether the last record was cut off while it was written; that is not damage. */
  readonly torn: boolean;
  /** Hash of the last record, `sha256:…`; absent if the chain does not hold. It stands for the whole journal. */
  readonly head?: string;
  /** What is damaged first, as a sentence; absent if nothing is. */
  readonly problem?: string;
}

/** Options of `verifyRun`. */
export interface VerifyRunOptions {
  /** The hash that the journal ended with, `sha256:…`: `head` of the journal, or of an earlier verification. */
  readonly expect?: string;
}

/**
 * Goes through the whole journal of a run, and its plan: that the chain of records holds, and that the plan is the one
 * that the journal names. That finds damage, and changes by a program that does not know the format. It does not find
 * changes by a person who can write the file and chains it anew, or removes its end. To find these, keep `head` where
 * that person cannot write, and pass it as `expect`.
 */
export async function verifyRun(folder: string, { expect }: VerifyRunOptions = {}): Promise<RunVerification> {
  const { planPath, journalPath } = runFolder(folder);
  const byType = { run: 0, resume: 0, intent: 0, outcome: 0, "not-shown": 0, "not-read": 0, shown: 0, end: 0 };
  let records = 0;
  let torn = false;
  let plan: string | undefined;
  let problem: string | undefined;
  let head: string | undefined;
  try {
    const onTorn = () => {
      torn = true;
    };
    const onHead = (hash: string) => {
      head = hash;
    };
    for await (const { record } of readRunRecords(journalPath, { onTorn, onHead })) {
      records += 1;
      byType[record.type] += 1;
      if (record.type === "run") plan ??= record.plan;
    }
    const { header } = await openPlanFile(planPath);
    if (header.digest !== plan)
      problem = `The plan ${JSON.stringify(planPath)} is not the plan that the journal names.`;
    else if (byType.run > 1) problem = `The journal ${JSON.stringify(journalPath)} has two run-start records.`;
    else if (expect !== undefined && head !== expect)
      problem = `The journal ${JSON.stringify(journalPath)} ends with ${head === undefined ? "no hash" : `the hash ${head}`}, not with the expected ${expect}: records were changed, removed or added.`;
  } catch (error) {
    if (!CrosstagError.is(error)) throw error;
    problem = error.message;
  }
  return { records, byType, torn, ...(head !== undefined && { head }), ...(problem !== undefined && { problem }) };
}

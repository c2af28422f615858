import { CrosstagError } from "../errors/crosstag-error.ts";
import type { RunRecord } from "../run/run-record.ts";
import { openPlanFile } from "./plan-file.ts";
import { readRunRecords } from "./read-run.ts";
import { runFolder } from "./run-folder.ts";

export interface RunVerification {
  /** Records before the first damage. */
  readonly records: number;
  readonly byType: Readonly<Record<RunRecord["type"], number>>;
  /** Whether the last record was cut off while it was written; that is no damage. */
  readonly torn: boolean;
  /** What is damaged first, as a sentence; absent where nothing is. */
  readonly problem?: string;
}

/**
 * Goes through the whole journal of a run, and its plan: that no record was changed or taken out, and that the plan is the
 * one that was applied. Records taken off the end leave no trace; where that matters, keep the last hash elsewhere.
 */
export async function verifyRun(folder: string): Promise<RunVerification> {
  const { planPath, journalPath } = runFolder(folder);
  const byType = { run: 0, resume: 0, intent: 0, outcome: 0, "not-shown": 0, "not-read": 0, end: 0 };
  let records = 0;
  let torn = false;
  let plan: string | undefined;
  let problem: string | undefined;
  try {
    const onTorn = () => {
      torn = true;
    };
    for await (const { record } of readRunRecords(journalPath, { onTorn })) {
      records += 1;
      byType[record.type] += 1;
      if (record.type === "run") plan ??= record.plan;
    }
    const { header } = await openPlanFile(planPath);
    if (header.digest !== plan) problem = `The plan ${JSON.stringify(planPath)} is not the one that the journal names.`;
    else if (byType.run > 1) problem = `The journal ${JSON.stringify(journalPath)} holds the beginning of a run twice.`;
  } catch (error) {
    if (!CrosstagError.is(error)) throw error;
    problem = error.message;
  }
  return { records, byType, torn, ...(problem !== undefined && { problem }) };
}

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../calls/clock.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { Plan } from "../plan/plan.ts";
import { lockFile, type FileLock } from "./file-lock.ts";
import type { TimedRunRecord } from "./parse-run-line.ts";
import { openPlanFile } from "./plan-file.ts";
import { readRunRecords } from "./read-run.ts";
import { markCopy } from "./run-copy.ts";
import { isRunId, runFolder, type RunFolder } from "./run-folder.ts";
import { openRunJournal, type RunJournalFile } from "./run-journal.ts";
import { createRun } from "./run-store.ts";

/** A run whose records were kept elsewhere, as other machines applied its plan. */
export interface RunToSave {
  /** Its id, from `newRunId`. */
  readonly id: string;
  /** Its plan. */
  readonly plan: Plan;
  /**
   * Where its records are kept, as a user names it, such as the URL of a database without its password. The run is continued
   * there, and not on this machine: it would have two journals. Absent: it can be continued here.
   */
  readonly keptAt?: string | undefined;
  /** Its records, from the first one on, in their order. */
  readonly records: AsyncIterable<TimedRunRecord>;
}

/** Options of `saveRun`. */
export interface SaveRunOptions {
  /** Ends the wait for another process that is saving the run. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** A run that was saved. */
export interface SavedRun extends RunFolder {
  /** Hash of the last record, as in `FinishedRun`. Undefined: there was no record. */
  readonly journalHash: string | undefined;
}

/** Records that are flushed together, at most. */
const MOST_UNFLUSHED = 1_000;

/** How often a process that waits for another one to save a run looks, milliseconds. */
const LOOK_MS = 100;

/**
 * Keeps a run among the runs of this machine, so that it can be verified and undone there. A run that was saved
 * before gets the records that are new. If another process is saving it, waits for that.
 * @param root the folder of all runs
 * @throws CrosstagError `configuration` if the folder cannot be written, a process uses the run, or a run of this id has
 *   another plan or other records; `canceled` if the signal ended the wait
 */
export async function saveRun(root: string, toSave: RunToSave, { signal }: SaveRunOptions = {}): Promise<SavedRun> {
  const { id } = toSave;
  if (!isRunId(id))
    throw refused(`${JSON.stringify(id)} is not the id of a run.`, "Specify an id that `newRunId` made.");
  const lock = await lockToSave(runFolder(join(root, id)), signal);
  try {
    return await saveLocked(root, toSave);
  } finally {
    await lock.release();
  }
}

/** Of two that follow a run, the second finds the run complete. The lock of the journal is for processes that use the run. */
async function lockToSave({ id, folder }: RunFolder, signal: AbortSignal | undefined): Promise<FileLock> {
  const busy = refused(`Another process is saving the run to ${JSON.stringify(folder)}.`, "Wait for it to end.");
  for (;;) {
    try {
      return await lockFile(folder, { what: "folder of the run", refusal: () => busy });
    } catch (error) {
      if (error !== busy) throw error;
      await systemClock.sleep(LOOK_MS, signal).catch(() => {});
      if (signal?.aborted) throw notSaved(id, folder);
    }
  }
}

async function saveLocked(root: string, { id, plan, keptAt, records }: RunToSave): Promise<SavedRun> {
  const run = runFolder(join(root, id));
  if (!(await isThere(run.folder))) await createRun(root, plan, { id, keptAt });
  else if ((await openPlanFile(run.planPath)).header.digest !== plan.header.digest)
    throw refused(
      `The folder ${JSON.stringify(run.folder)} holds a run of another plan.`,
      "Use another folder of runs.",
    );
  else if (keptAt !== undefined) await markCopy(run, keptAt);
  const journal = await openRunJournal(run.journalPath);
  try {
    await appendNew(run, journal, records);
    return { ...run, journalHash: journal.head };
  } finally {
    await journal.close();
  }
}

async function appendNew(
  run: RunFolder,
  journal: RunJournalFile,
  records: AsyncIterable<TimedRunRecord>,
): Promise<void> {
  const saved = journal.start === undefined ? undefined : readRunRecords(run.journalPath);
  try {
    await appendAfter(run, journal, records, saved);
  } finally {
    await saved?.return();
  }
}

async function appendAfter(
  run: RunFolder,
  journal: RunJournalFile,
  records: AsyncIterable<TimedRunRecord>,
  saved: AsyncGenerator<TimedRunRecord, void, undefined> | undefined,
): Promise<void> {
  let known = await saved?.next();
  let unflushed: Promise<void>[] = [];
  for await (const timed of records) {
    if (known?.done === false) {
      if (textOf(known.value) !== textOf(timed)) throw otherRecords(run);
      known = await saved?.next();
      continue;
    }
    // The time of the record itself counts, not the one at which it is saved.
    const withTime = { at: timed.at, ...timed.record };
    unflushed.push(journal.append(withTime));
    if (unflushed.length < MOST_UNFLUSHED) continue;
    await Promise.all(unflushed);
    unflushed = [];
  }
  await Promise.all(unflushed);
  if (known?.done === false) throw otherRecords(run);
}

function textOf({ record, at }: TimedRunRecord): string {
  return `${at} ${JSON.stringify(record)}`;
}

function isThere(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}

function notSaved(id: string, folder: string): CrosstagError {
  return new CrosstagError({
    code: "canceled",
    message: `The run ${id} was not saved: another process is saving it to ${JSON.stringify(folder)}, and the wait for it was canceled.`,
    hint: "Wait for that process to end. Then save the run.",
  });
}

function otherRecords({ id, folder }: RunFolder): CrosstagError {
  return refused(
    `The run ${id} has been continued on this machine: the journal in ${JSON.stringify(folder)} holds other records.`,
    "To keep both, save the run to another folder.",
  );
}

function refused(message: string, hint: string): CrosstagError {
  return new CrosstagError({ code: "configuration", message, hint });
}

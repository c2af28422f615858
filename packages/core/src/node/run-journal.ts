import type { RunJournal, RunRecord, RunStartRecord } from "../run/run-record.ts";
import { openChainedFile } from "./chained-file.ts";
import { parseRunLine } from "./parse-run-line.ts";
import { refuseFile } from "./system-problem.ts";

/** Options of `openRunJournal`. */
export interface RunJournalOptions {
  /** For the records' times; default the system's clock. */
  readonly now?: () => Date;
}

/** A run's journal that is a file: one line of JSON a record, chained by hash (see `readChain`). */
export interface RunJournalFile extends RunJournal {
  /** The path of the file. */
  readonly path: string;
  /** The first record; undefined while the journal is empty. */
  readonly start: RunStartRecord | undefined;
  /**
   * Hash of the last record that was flushed, `sha256:…`; undefined if there is none. Kept elsewhere, it shows later
   * whether any record was changed, removed or added (`verifyRun`).
   */
  readonly head: string | undefined;
  /**
   * On disk (flushed) when it resolves. Records that come while others are being flushed are flushed together. Once it
   * has rejected, it rejects for good with the same error, and the file ends with the last record that was flushed.
   * @throws CrosstagError `configuration` when the record would begin a second run, or a run without its beginning;
   *   nothing is written then, and the journal stays usable
   */
  append(record: RunRecord): Promise<void>;
  /** Waits for what is under way and lets others write. Never rejects because a record could not be written. */
  close(): Promise<void>;
}

/**
 * Opens or makes a run's journal and goes through what it holds, however long. A torn last line is cut off. Only one
 * process writes at a time. The first record has to be the one of type `run`.
 * @throws CrosstagError `configuration` if the file cannot be written, is in use, was tampered with, was made by
 *   another version, or is not the journal of a run
 */
export async function openRunJournal(
  path: string,
  { now = () => new Date() }: RunJournalOptions = {},
): Promise<RunJournalFile> {
  let start: RunStartRecord | undefined;
  const checkFirst = (line: string) => {
    const { record } = parseRunLine(path, line, 1);
    if (record.type !== "run") throw notARun(path);
    start = record;
  };
  const file = await openChainedFile(path, { checkFirst });
  const write = (record: RunRecord) => file.append({ at: now().toISOString(), ...record });
  const begin = async (record: RunStartRecord) => {
    if (start !== undefined) throw secondRun(path, start);
    // Before it is on disk, so that of two runs that begin at once the second is refused.
    start = record;
    return write(record).catch((error: unknown) => {
      start = undefined;
      throw error;
    });
  };
  return {
    path,
    get start() {
      return start;
    },
    get head() {
      return file.head;
    },
    append(record) {
      if (record.type === "run") return begin(record);
      return start === undefined ? Promise.reject(withoutBeginning(path)) : write(record);
    },
    close: () => file.close(),
  };
}

/** Two runs in one journal could be neither resumed nor undone. */
function secondRun(path: string, { run }: RunStartRecord) {
  return refuseFile(
    "journal",
    path,
    `it already holds the run ${run}.`,
    "Resume that run, or use a new journal for another run.",
  );
}

function withoutBeginning(path: string) {
  return refuseFile(
    "journal",
    path,
    "it is empty; the run to resume was written to another journal.",
    "Use the journal of that run.",
  );
}

/** A journal whose first record is another. */
export function notARun(path: string) {
  return refuseFile("journal", path, "it is not the journal of a run.", "Specify the journal of a run.");
}

import { RunStateFold } from "../run/run-state.ts";
import type { RunState } from "../run/run-state.ts";
import { ChainFileReader } from "./chain-file-reader.ts";
import { openToRead } from "./open-to-read.ts";
import { headOf } from "./hash-chain.ts";
import { parseRunLine } from "./parse-run-line.ts";
import type { TimedRunRecord } from "./parse-run-line.ts";
import { notARun } from "./run-journal.ts";
import { refuseFile, toRefusal } from "./system-problem.ts";

/** Options for reading a run's journal. */
export interface ReadRunOptions {
  /** Called if the last line was cut off while it was written, with its length in bytes. */
  readonly onTorn?: (bytes: number) => void;
  /** Called with the hash of the last record, `sha256:…`, when all have been read. */
  readonly onHead?: (head: string) => void;
}

/**
 * The records of a run's journal, each held against the chain before it is handed out; memory for a few of them only.
 * The journal may be one that is being written to.
 * @throws CrosstagError `configuration` if the file cannot be read, the chain does not hold (naming the line), it was
 *   made by another version, or is not the journal of a run
 */
export async function* readRunRecords(
  path: string,
  { onTorn, onHead }: ReadRunOptions = {},
): AsyncGenerator<TimedRunRecord, void, undefined> {
  const file = await openToRead(path).catch((error: unknown) => {
    throw toRefusal("journal", path, error);
  });
  try {
    const reader = new ChainFileReader(file, path);
    let number = 0;
    for await (const lines of reader.batches()) {
      for (const line of lines) {
        number += 1;
        const timed = parseRunLine(path, line, number);
        if (number === 1 && timed.record.type !== "run") throw notARun(path);
        yield timed;
      }
    }
    if (number === 0) throw refuseFile("journal", path, "it has no records: nothing was sent.", "Start the run again.");
    if (reader.end === undefined) return;
    if (reader.end.tornBytes > 0) onTorn?.(reader.end.tornBytes);
    const head = headOf(reader.end.previous);
    if (head !== undefined) onHead?.(head);
  } catch (error) {
    throw toRefusal("journal", path, error);
  } finally {
    await file.close();
  }
}

/**
 * What a run's journal comes to, for resuming the run, taking it back or reporting on it. Needs memory for every
 * resource of the run.
 * @throws CrosstagError as `readRunRecords` does
 */
export async function loadRunState(path: string): Promise<RunState> {
  const fold = new RunStateFold();
  let torn = false;
  const onTorn = () => {
    torn = true;
  };
  let head: string | undefined;
  const onHead = (hash: string) => {
    head = hash;
  };
  for await (const { record, at } of readRunRecords(path, { onTorn, onHead })) fold.add(record, at);
  return fold.state(torn, head);
}

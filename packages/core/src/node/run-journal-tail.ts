import { openToRead } from "./open-to-read.ts";
import { LineReader } from "./file-lines.ts";
import { ChainCheck } from "./hash-chain.ts";
import { parseRunLine, type TimedRunRecord } from "./parse-run-line.ts";
import { notARun } from "./run-journal.ts";
import { refuseFile, toRefusal } from "./system-problem.ts";

/** A record of a run with its place in the journal. */
export interface PlacedRunRecord extends TimedRunRecord {
  /** The number of its line, from 1. */
  readonly line: number;
}

/** Reads a journal as it grows. */
export interface RunJournalTail {
  /** Lines that were read so far. */
  readonly lines: number;
  /**
   * The records that were added since the last call, each held against the chain; with the first call, all of them. A line
   * that is still being written is left for a later call. One call at a time.
   * @throws CrosstagError `configuration` if the chain does not hold (naming the line), lines were removed, or the file is
   *   not the journal of a run
   */
  more(): AsyncGenerator<PlacedRunRecord, void, undefined>;
  /** Closes the file. */
  close(): Promise<void>;
}

/**
 * Opens the journal of a run to follow it, whichever process writes it. Nothing is locked.
 * @throws CrosstagError `configuration` if the file cannot be read
 */
export async function openRunJournalTail(path: string): Promise<RunJournalTail> {
  const file = await openToRead(path).catch((error: unknown) => {
    throw toRefusal("journal", path, error);
  });
  const chain = new ChainCheck();
  let position = 0;
  async function* more(): AsyncGenerator<PlacedRunRecord, void, undefined> {
    try {
      // Only what was cut off while it was written is ever removed, and that was not read.
      if ((await file.stat()).size < position)
        throw damaged(path, `lines before line ${chain.records + 1} were removed.`);
      for await (const batch of new LineReader(file, position).batches()) {
        for (const bytes of batch) {
          const text = bytes.toString();
          const problem = chain.problemWith(text);
          if (problem !== undefined) throw damaged(path, problem);
          position += bytes.length + 1;
          const timed = parseRunLine(path, text, chain.records);
          if (chain.records === 1 && timed.record.type !== "run") throw notARun(path);
          yield { ...timed, line: chain.records };
        }
      }
    } catch (error) {
      throw toRefusal("journal", path, error);
    }
  }
  return {
    get lines() {
      return chain.records;
    },
    more,
    close: () => file.close(),
  };
}

function damaged(path: string, problem: string) {
  return refuseFile("journal", path, `it is damaged: ${problem}`, "Keep it as evidence, and verify the run.");
}

import type { FileHandle } from "node:fs/promises";
import { ChainCheck, openSealedLine, RECORD_START } from "./hash-chain.ts";
import { LineReader } from "./file-lines.ts";
import { refuseFile } from "./system-problem.ts";

/** The position after the last whole record of a chain. */
export interface ChainEnd {
  readonly records: number;
  /** Hash of the last record. */
  readonly previous: string;
  /** Bytes of the whole records. */
  readonly validBytes: number;
  /** Bytes after them: a last line that was cut off while it was written. */
  readonly tornBytes: number;
}

/** Goes through a file of chained records and holds every line against the chain; keeps none of them. */
export class ChainFileReader {
  readonly #file: FileHandle;
  readonly #path: string;
  #end: ChainEnd | undefined;

  constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /** Undefined before the lines have been read to their end. */
  get end(): ChainEnd | undefined {
    return this.#end;
  }

  /**
   * Records as text, each one checked, in batches.
   * @throws CrosstagError `configuration` if the chain does not hold, or the file is not a journal
   */
  async *batches(): AsyncGenerator<readonly string[], void, undefined> {
    if (!(await this.#file.stat()).isFile())
      throw refuseFile("journal", this.#path, "it is not a file.", "Specify another file.");
    await this.#checkBeginning();
    const chain = new ChainCheck();
    const reader = new LineReader(this.#file);
    let validBytes = 0;
    for await (const batch of reader.batches()) {
      const lines: string[] = [];
      for (const bytes of batch) {
        const line = bytes.toString();
        const problem = chain.problemWith(line);
        if (problem !== undefined) {
          // What came before the damage is handed out all the same.
          if (lines.length > 0) yield lines;
          throw this.#damaged(problem);
        }
        lines.push(line);
        validBytes += bytes.length + 1;
      }
      yield lines;
    }
    const { rest } = reader;
    if (!isTornRecord(rest)) throw this.#damaged(`The data after line ${chain.records} is not a record.`);
    // A whole record whose line feed is another byte was not cut off; other records may depend on it.
    if (openSealedLine(rest.subarray(0, -1).toString()) !== undefined)
      throw this.#damaged(`The end of line ${chain.records + 1} was changed after it was written.`);
    this.#end = { records: chain.records, previous: chain.previous, validBytes, tornBytes: rest.length };
  }

  /** A file of another kind can be long, and all of it one line. */
  async #checkBeginning(): Promise<void> {
    const { bytesRead, buffer } = await this.#file.read(Buffer.alloc(RECORD_START.length), 0, RECORD_START.length, 0);
    if (!isTornRecord(buffer.subarray(0, bytesRead)))
      throw refuseFile(
        "journal",
        this.#path,
        "it is not a journal, or its beginning is damaged.",
        "Specify another file.",
      );
  }

  #damaged(problem: string) {
    return refuseFile(
      "journal",
      this.#path,
      `it is damaged: ${problem}`,
      "Keep it as evidence: move it away, or specify another file.",
    );
  }
}

/** What is left of a record that was cut off while it was written; nothing counts, too. */
function isTornRecord(rest: Buffer): boolean {
  let end = rest.length;
  // After a loss of power some file systems fill up with zeros what they had no time to write.
  while (end > 0 && rest[end - 1] === 0) end -= 1;
  const text = rest.subarray(0, Math.min(end, RECORD_START.length)).toString();
  return RECORD_START.startsWith(text);
}

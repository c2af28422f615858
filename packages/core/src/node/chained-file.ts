import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { ChainFileReader } from "./chain-file-reader.ts";
import { lockFile, type LockOptions } from "./file-lock.ts";
import { flushFolder } from "./flush-folder.ts";
import { GroupedWriter, type AppendOptions, type FlushOptions } from "./grouped-writer.ts";
import { chainRecord, headOf } from "./hash-chain.ts";
import { refuseFile, toRefusal } from "./system-problem.ts";

/** A file of chained records that is being written to; both journals are one. */
export interface ChainedFile {
  /** Hash of the last record that was flushed, `sha256:…`; undefined if there is none. It stands for the whole file. */
  readonly head: string | undefined;
  /** Flushed when it resolves, or written if the file was opened so that it is flushed later. After a failure every call rejects with it: a gap must not be papered over. */
  append(fields: Readonly<Record<string, unknown>>, options?: AppendOptions): Promise<void>;
  /** Waits for what is under way. Rejects if records whose `append` has resolved could not be flushed. */
  close(): Promise<void>;
}

/** How a file of chained records is opened. */
export interface ChainedFileOptions extends FlushOptions, Pick<LockOptions, "refusal"> {
  /** Refuses a first record by throwing; called before anything is changed. Default: none is refused. */
  readonly checkFirst?: (line: string) => void;
}

/**
 * Opens or makes a file of chained records, and goes through all of it, with memory for a few lines only. A torn last
 * line (power loss while writing) is cut off.
 * @throws CrosstagError `configuration` if the file cannot be written, is in use, was tampered with, or is another
 */
export async function openChainedFile(path: string, options: ChainedFileOptions = {}): Promise<ChainedFile> {
  const lock = await lockFile(path, { refusal: options.refusal });
  let file: FileHandle | undefined;
  let records: number;
  let previous: string;
  let writer: GroupedWriter;
  try {
    file = await open(path, "a+", 0o600);
    const reader = new ChainFileReader(file, path);
    let first = true;
    for await (const lines of reader.batches()) {
      if (first) options.checkFirst?.(lines[0] ?? "");
      first = false;
    }
    const { end } = reader;
    if (end === undefined) throw new Error("The reader has not reached the end.");
    ({ records, previous } = end);
    if (end.tornBytes > 0) await file.truncate(end.validBytes);
    // From here on it is enough to flush data: the file's name and its right size are on disk.
    await file.sync();
    await flushFolder(dirname(path));
    writer = new GroupedWriter(file, end.validBytes, {
      check: () => lock.check(),
      toError: (error) => toRefusal("journal", path, error),
      flushWithinMs: options.flushWithinMs,
    });
  } catch (error) {
    await file?.close();
    await lock.release();
    throw toRefusal("journal", path, error);
  }

  const opened = file;
  let head = previous;
  let closed: Promise<void> | undefined;
  return {
    get head() {
      return headOf(head);
    },
    append(fields, appendOptions) {
      if (closed !== undefined)
        return Promise.reject(
          writer.failure ?? refuseFile("journal", path, "it has been closed.", "Open it again to write to it."),
        );
      const { line, hash } = chainRecord(fields, records, previous);
      records += 1;
      previous = hash;
      return writer.append(`${line}\n`, appendOptions).then(() => {
        head = hash;
      });
    },
    close: () =>
      (closed ??= (async () => {
        const failure = await writer.idle();
        await opened.close();
        await lock.release();
        if (failure !== undefined) throw failure;
      })()),
  };
}

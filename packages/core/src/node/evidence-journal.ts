import { openChainedFile } from "./chained-file.ts";
import type { LockOptions } from "./file-lock.ts";
import type { AppendOptions, FlushOptions } from "./grouped-writer.ts";

/** An append-only file of what was about to be done and what came of it; see `hash-chain.ts`. */
export interface EvidenceJournal {
  /** The path of the file. */
  readonly path: string;
  /** Hash of the last record that was flushed, `sha256:…`; undefined if there is none. Keep it elsewhere, as evidence of the file. */
  readonly head: string | undefined;
  /** On disk when it resolves: flushed, unless the journal is flushed later. Once it has rejected, it rejects for good. */
  append(record: Readonly<Record<string, unknown>>, options?: AppendOptions): Promise<void>;
  /** Closes the file and releases its lock. Rejects if records whose `append` has resolved could not be flushed. */
  close(): Promise<void>;
}

/** How a journal is opened. */
export interface EvidenceJournalOptions extends FlushOptions {
  /**
   * Makes the refusal of a journal that another process holds, whose name it gets: `process 12 on "host"`. Default: says so, and to
   * wait or use another file.
   */
  readonly refusal?: LockOptions["refusal"];
}

/**
 * Opens or makes a journal. A torn last line (power loss while writing) is cut off; a broken chain is refused, and so is
 * a file that is not a journal. Only one process writes at a time.
 * @throws CrosstagError `configuration` if the file cannot be written, is in use or was tampered with
 */
export async function openEvidenceJournal(
  path: string,
  now: () => Date = () => new Date(),
  options: EvidenceJournalOptions = {},
): Promise<EvidenceJournal> {
  const file = await openChainedFile(path, options);
  return {
    path,
    get head() {
      return file.head;
    },
    append: (record, appendOptions) => file.append({ at: now().toISOString(), ...record }, appendOptions),
    close: () => file.close(),
  };
}

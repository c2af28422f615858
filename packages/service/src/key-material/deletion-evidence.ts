import { dirname, join } from "node:path";
import type { DeleteKeyMaterialEvidence } from "@crosstag/core";
import { makeFolders, openEvidenceJournal, type EvidenceJournal } from "@crosstag/core/node";
import type { WrittenBy } from "../writes/written-by.ts";

/** Writes down one record; on disk when it resolves. */
export type WriteEvidence = (record: DeleteKeyMaterialEvidence) => Promise<void>;

/** The file with the evidence of deletions in the state folder. */
export function deletionEvidencePath(stateFolder: string): string {
  return join(stateFolder, "evidence", "delete-key-material.jsonl");
}

/**
 * The file with the evidence of deletions, the same as that of the command. It is open only while a deletion is under way, so
 * that the command can use it between.
 */
export class DeletionEvidence {
  readonly #path: string;
  readonly #now: () => Date;
  #users = 0;
  #opened: Promise<EvidenceJournal> | undefined;
  #closed: Promise<void> = Promise.resolve();

  constructor(path: string, now: () => Date) {
    this.#path = path;
    this.#now = now;
  }

  /** @throws CrosstagError `configuration` if the file cannot be written, is in use or was changed; what `work` throws */
  async during<Result>(by: WrittenBy, work: (write: WriteEvidence) => Promise<Result>): Promise<Result> {
    this.#users += 1;
    try {
      this.#opened ??= this.#open();
      const journal = await this.#opened;
      return await work((record) => journal.append({ operation: "delete-key-material", ...by, ...record }));
    } finally {
      this.#users -= 1;
      if (this.#users === 0) await this.#close();
    }
  }

  async #open(): Promise<EvidenceJournal> {
    await this.#closed;
    await makeFolders(dirname(this.#path), 0o700);
    return openEvidenceJournal(this.#path, this.#now);
  }

  async #close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    // One that could not be opened has been reported.
    this.#closed = opened === undefined ? Promise.resolve() : opened.then((journal) => journal.close()).catch(() => {});
    await this.#closed;
  }
}

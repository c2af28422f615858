import { CrosstagError, type Clock, type RunJournal, type RunRecord } from "@crosstag/core";
import type { ClaimedChunk, RecordLine, RecordWriter } from "./record-writer.ts";
import type { WorkerLease } from "./worker-lease.ts";

interface Line extends RecordLine {
  readonly resolve: () => void;
  readonly reject: (error: CrosstagError) => void;
}

/** Records that are written at once, at most. */
const MOST_LINES = 500;
const AGAIN_MS = 250;

/**
 * The journal of a chunk, in the database: a record is committed when `append` resolves, so that it survives the loss of
 * the machine. Records that come while others are written are written together. While the database is away, records wait
 * as long as the lease is held. Records of the run as a whole are left out: the run writes them.
 */
export class ChunkJournal implements RunJournal {
  readonly #records: RecordWriter;
  readonly #place: ClaimedChunk;
  readonly #lease: WorkerLease;
  readonly #clock: Clock;
  readonly #now: () => Date;
  readonly #lines: Line[] = [];
  #number = 0;
  #writing = false;
  #failure: CrosstagError | undefined;

  constructor(records: RecordWriter, place: ClaimedChunk, lease: WorkerLease, clock: Clock, now: () => Date) {
    this.#records = records;
    this.#place = place;
    this.#lease = lease;
    this.#clock = clock;
    this.#now = now;
  }

  append(record: RunRecord): Promise<void> {
    if (record.type === "run" || record.type === "resume" || record.type === "end") return Promise.resolve();
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#lines.push({
        number: this.#number,
        at: this.#now().toISOString(),
        text: JSON.stringify(record),
        resolve,
        reject,
      });
      this.#number += 1;
      if (!this.#writing) void this.#write();
    });
  }

  /** Never rejects. */
  async #write(): Promise<void> {
    this.#writing = true;
    // All records that are appended in the same turn are in the first group.
    await Promise.resolve();
    while (this.#lines.length > 0) {
      const group = this.#lines.splice(0, MOST_LINES);
      try {
        await this.#commit(group);
        for (const { resolve } of group) resolve();
      } catch (error) {
        this.#failure = CrosstagError.is(error) ? error : leaseEnded();
        for (const { reject } of [...group, ...this.#lines.splice(0)]) reject(this.#failure);
      }
    }
    this.#writing = false;
  }

  /** @throws CrosstagError if the records are not in the journal, or may not be */
  async #commit(group: readonly Line[]): Promise<void> {
    for (;;) {
      if (!this.#lease.held) throw leaseEnded();
      try {
        if (await this.#records.write(this.#place, group)) return;
        throw leaseEnded();
      } catch (error) {
        if (!CrosstagError.is(error) || error.retry !== "transient") throw error;
        await this.#clock.sleep(AGAIN_MS, this.#lease.signal).catch(() => {});
      }
    }
  }
}

function leaseEnded(): CrosstagError {
  return new CrosstagError({
    code: "unavailable",
    message: "The lease of this worker has ended: its records cannot be written.",
    hint: "Check the connection of this machine to the database.",
  });
}

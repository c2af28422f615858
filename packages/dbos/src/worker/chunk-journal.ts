import { CrosstagError, type Clock, type RunJournal, type RunRecord } from "@crosstag/core";
import type { Database } from "../database/open-database.ts";
import type { WorkerLease } from "./worker-lease.ts";

/** Which chunk a worker applies, and by which claim. */
export interface ClaimedChunk {
  /** The run's id. */
  readonly run: string;
  /** The number of the chunk in the run. */
  readonly chunk: number;
  /** Counts the workers that have begun the chunk, so that records of an earlier one never hide those of a later one. */
  readonly claim: number;
}

interface Line {
  readonly number: number;
  readonly at: string;
  readonly text: string;
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
  readonly #database: Database;
  readonly #place: ClaimedChunk;
  readonly #lease: WorkerLease;
  readonly #clock: Clock;
  readonly #now: () => Date;
  readonly #lines: Line[] = [];
  #number = 0;
  #writing = false;
  #failure: CrosstagError | undefined;

  constructor(database: Database, place: ClaimedChunk, lease: WorkerLease, clock: Clock, now: () => Date) {
    this.#database = database;
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
        if (await this.#insert(group)) return;
        throw leaseEnded();
      } catch (error) {
        if (!CrosstagError.is(error) || error.retry !== "transient") throw error;
        await this.#clock.sleep(AGAIN_MS, this.#lease.signal).catch(() => {});
      }
    }
  }

  /** False if the chunk is another worker's. A group that was committed although its answer was lost is not written twice. */
  async #insert(group: readonly Line[]): Promise<boolean> {
    const { run, chunk, claim } = this.#place;
    const owned = await this.#database.rows(
      `with owned as (
         select 1 from crosstag_run_chunks c join crosstag_workers w on w.id = c.owner
         where c.run = $1 and c.chunk = $2 and c.claim = $3 and w.id = $4 and not w.ended
       ), added as (
         insert into crosstag_run_records (run, chunk, claim, number, at, record)
         select $1, $2, $3, line.number, line.at, line.record
         from owned, unnest($5::int[], $6::text[], $7::text[]) as line (number, at, record)
         order by line.number
         on conflict do nothing
       ) select 1 from owned`,
      [
        run,
        chunk,
        claim,
        this.#lease.id,
        group.map(({ number }) => number),
        group.map(({ at }) => at),
        group.map(({ text }) => text),
      ],
    );
    return owned.length > 0;
  }
}

function leaseEnded(): CrosstagError {
  return new CrosstagError({
    code: "unavailable",
    message: "The lease of this worker has ended: its records cannot be written.",
    hint: "Check the connection of this machine to the database.",
  });
}

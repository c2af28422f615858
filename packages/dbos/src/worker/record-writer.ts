import { CrosstagError, type Clock } from "@crosstag/core";
import type { Database } from "../database/open-database.ts";

/** Which chunk a worker applies, and by which claim. */
export interface ClaimedChunk {
  /** The run's id. */
  readonly run: string;
  /** The number of the chunk in the run. */
  readonly chunk: number;
  /** Counts the workers that have begun the chunk, so that records of an earlier one never hide those of a later one. */
  readonly claim: number;
}

/** A record of a chunk. */
export interface RecordLine {
  /** Its number among the records of the claim. */
  readonly number: number;
  /** When it was appended. */
  readonly at: string;
  /** The record as JSON. */
  readonly text: string;
}

interface Waiting {
  readonly place: ClaimedChunk;
  readonly lines: readonly RecordLine[];
  readonly resolve: (isOwned: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Records that are written at once, about. */
const MOST_LINES = 1_000;
/** Statements begin so many milliseconds apart: a record waits a little, and a busy worker writes more at once. */
const SPACING_MS = 25;

/**
 * Writes the records of all chunks of a worker. Records that come shortly after others are written in one statement, because
 * a statement costs the worker and the database more than the records in it.
 */
export class RecordWriter {
  readonly #database: Pick<Database, "rows">;
  readonly #worker: string;
  readonly #clock: Clock;
  #nextAt = Number.NEGATIVE_INFINITY;
  readonly #waiting: Waiting[] = [];
  #writing = false;

  /** @param worker the id of the worker that writes */
  constructor(database: Pick<Database, "rows">, worker: string, clock: Clock) {
    this.#database = database;
    this.#worker = worker;
    this.#clock = clock;
  }

  /**
   * Records that are there already are not written twice: an answer of the database can be lost.
   * @returns whether the chunk still belongs to the worker: if not, nothing is written
   * @throws CrosstagError of the database; it is not known then whether the records were written
   */
  write(place: ClaimedChunk, lines: readonly RecordLine[]): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ place, lines, resolve, reject });
      if (!this.#writing) void this.#writeAll();
    });
  }

  /** Never rejects. */
  async #writeAll(): Promise<void> {
    this.#writing = true;
    // All records that are appended in the same turn are in the first group.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const leftMs = this.#nextAt - this.#clock.now();
      if (leftMs > 0) await this.#clock.sleep(leftMs);
      this.#nextAt = this.#clock.now() + SPACING_MS;
      await this.#writeGroup(this.#takeGroup());
    }
    this.#writing = false;
  }

  #takeGroup(): readonly Waiting[] {
    let [count, lines] = [0, 0];
    while (count < this.#waiting.length && lines < MOST_LINES) {
      lines += this.#waiting[count]?.lines.length ?? 0;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const owned = await this.#insert(group);
      for (const [index, { resolve }] of group.entries()) resolve(owned.has(index));
    } catch (error) {
      const isRefused = group.length > 1 && CrosstagError.is(error) && error.retry !== "transient";
      // The records of one chunk that cannot be written must not stop the others.
      if (isRefused) for (const one of group) await this.#writeGroup([one]);
      else for (const { reject } of group) reject(error);
    }
  }

  /** Gives the indexes of those whose chunk belongs to the worker. */
  async #insert(group: readonly Waiting[]): Promise<ReadonlySet<number>> {
    const lines = group.flatMap((waiting, index) => waiting.lines.map((line) => ({ ...line, index })));
    const owned = await this.#database.rows<{ readonly index: number }>(
      `with owned as (
         select place.index, c.run, c.chunk, c.claim
         from unnest($2::int[], $3::text[], $4::int[], $5::int[]) as place (index, run, chunk, claim)
         join crosstag_run_chunks c on c.run = place.run and c.chunk = place.chunk and c.claim = place.claim
         join crosstag_workers w on w.id = c.owner
         where w.id = $1 and not w.ended
       ), added as (
         insert into crosstag_run_records (run, chunk, claim, number, at, record)
         select owned.run, owned.chunk, owned.claim, line.number, line.at, line.record
         from unnest($6::int[], $7::int[], $8::text[], $9::text[]) with ordinality as line (index, number, at, record, position)
         join owned on owned.index = line.index
         order by line.position
         on conflict do nothing
       ) select index from owned`,
      [
        this.#worker,
        group.map((_, index) => index),
        group.map(({ place }) => place.run),
        group.map(({ place }) => place.chunk),
        group.map(({ place }) => place.claim),
        lines.map(({ index }) => index),
        lines.map(({ number }) => number),
        lines.map(({ at }) => at),
        lines.map(({ text }) => text),
      ],
    );
    return new Set(owned.map(({ index }) => index));
  }
}

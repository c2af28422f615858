import type { Clock, CrosstagEvent } from "@crosstag/core";
import type { Database } from "../database/open-database.ts";
import type { ChunkProgress } from "../runs/chunk-result.ts";
import type { ClaimedChunk } from "./record-writer.ts";

/** Progress is written so often at most, milliseconds. */
const PROGRESS_MS = 1_000;

interface Noted {
  readonly place: ClaimedChunk;
  readonly progress: ChunkProgress;
  written: boolean;
}

/**
 * Keeps how far the chunks of a worker are, for people: what is lost here is only shown late. All that is new is written in
 * one statement, however many chunks the worker applies.
 */
export class ProgressWriter {
  readonly #database: Pick<Database, "rows">;
  readonly #clock: Clock;
  readonly #noted = new Map<string, Noted>();
  #nextAt: number;
  #writing = false;

  constructor(database: Pick<Database, "rows">, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#nextAt = clock.now() + PROGRESS_MS;
  }

  /** Events other than progress are passed over. */
  note(place: ClaimedChunk, event: CrosstagEvent): void {
    if (event.type !== "run-progress") return;
    const { settled, failed, unknown, calls, throttled } = event;
    this.#noted.set(nameOf(place), { place, progress: { settled, failed, unknown, calls, throttled }, written: false });
    if (!this.#writing && this.#clock.now() >= this.#nextAt) void this.#write();
  }

  /** The latest of a chunk that has ended, which is forgotten here; undefined if there is none. */
  take(place: ClaimedChunk): ChunkProgress | undefined {
    const noted = this.#noted.get(nameOf(place));
    this.#noted.delete(nameOf(place));
    return noted?.progress;
  }

  /** Never rejects. */
  async #write(): Promise<void> {
    this.#writing = true;
    this.#nextAt = this.#clock.now() + PROGRESS_MS;
    const due = [...this.#noted.values()].filter(({ written }) => !written);
    for (const noted of due) noted.written = true;
    await this.#database
      .rows(
        `update crosstag_run_chunks c set progress = noted.progress::json
         from unnest($1::text[], $2::int[], $3::int[], $4::text[]) as noted (run, chunk, claim, progress)
         where c.run = noted.run and c.chunk = noted.chunk and c.claim = noted.claim and not c.done`,
        [
          due.map(({ place }) => place.run),
          due.map(({ place }) => place.chunk),
          due.map(({ place }) => place.claim),
          due.map(({ progress }) => JSON.stringify(progress)),
        ],
      )
      .catch(() => {});
    this.#writing = false;
  }
}

function nameOf({ run, chunk, claim }: ClaimedChunk): string {
  return `${run} ${chunk} ${claim}`;
}

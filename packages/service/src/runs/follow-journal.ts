import { CrosstagError, type Clock } from "@crosstag/core";
import { openRunJournalTail, type RunJournalTail } from "@crosstag/core/node";
import type { ServiceEvent } from "../operation-handler.ts";
import type { ActiveRun } from "./active-run.ts";
import { runEventOf, type RunEvent } from "./run-event.ts";

/** What a run is followed with. */
export interface FollowOptions {
  /** The line of the journal that the caller has seen last; 0: none. */
  readonly after: number;
  /** The run, while this process is applying it. */
  readonly active: () => ActiveRun | undefined;
  /** Whether a process applies the run, or is about to. */
  readonly isUnderWay: () => Promise<boolean>;
  readonly clock: Clock;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Progress is reported once in this time at most: ten times a second. */
const TURN_MS = 100;
/** How long nothing is written before it is asked whether the run is under way at all. */
const DOUBT_MS = 1_000;
/** How long nothing is said before the connection is kept open. */
const HEARTBEAT_MS = 15_000;

/**
 * Returns the events of a journal after a line, and then of the records that are added, whichever process adds them, until
 * the run has ended. Events of progress are between them, for runs of this process only.
 * @throws CrosstagError `invalid-request` if the journal does not have the line; `configuration` if it is damaged
 */
export async function* followJournal(
  path: string,
  options: FollowOptions,
): AsyncGenerator<ServiceEvent<RunEvent>, void, undefined> {
  const tail = await openRunJournalTail(path);
  try {
    const follower = new Follower(tail, options);
    while (!(yield* follower.turn())) await options.clock.sleep(TURN_MS, options.signal);
  } finally {
    await tail.close();
  }
}

type Event = ServiceEvent<RunEvent>;

/** What a reader of a journal knows. */
class Follower {
  readonly #tail: RunJournalTail;
  readonly #options: FollowOptions;
  #turns = 0;
  #ended = false;
  /** When an event was sent last. */
  #said: number;
  /** When a line was written last, or the run was seen to be under way. */
  #alive: number;
  /** The version of the progress that was sent last. */
  #reported: number | undefined;

  constructor(tail: RunJournalTail, options: FollowOptions) {
    this.#tail = tail;
    this.#options = options;
    this.#said = options.clock.now();
    this.#alive = this.#said;
  }

  /** Gives what is new. @returns whether nothing follows */
  async *turn(): AsyncGenerator<Event, boolean, undefined> {
    const { clock, after, isUnderWay } = this.#options;
    const isFirst = this.#turns === 0;
    this.#turns += 1;
    const asks = isFirst || this.#ended || clock.now() - this.#alive >= DOUBT_MS;
    // Asked before reading: what a process wrote before it left is read then.
    const continues = !asks || (await isUnderWay());
    if (asks) this.#alive = clock.now();
    let isSilent = true;
    for await (const event of this.#newEvents()) {
      isSilent = false;
      yield this.#say(event);
    }
    if (isFirst) refuseLater(after, this.#tail);
    if (!continues) {
      if (!this.#ended) yield { id: String(this.#tail.lines), data: { type: "interrupted" } };
      return true;
    }
    // The answer begins with the first event.
    const other = this.#progress() ?? (isFirst && isSilent ? {} : this.#heartbeat());
    if (other !== undefined) yield this.#say(other);
    return false;
  }

  async *#newEvents(): AsyncGenerator<Event, void, undefined> {
    for await (const placed of this.#tail.more()) {
      this.#alive = this.#options.clock.now();
      this.#ended = placed.record.type === "end";
      const data = placed.line > this.#options.after ? runEventOf(placed) : undefined;
      if (data !== undefined) yield { id: String(placed.line), data };
    }
  }

  #progress(): Event | undefined {
    const run = this.#options.active();
    if (this.#ended || run === undefined || run.version === this.#reported || run.progress.length === 0)
      return undefined;
    this.#reported = run.version;
    return { id: String(this.#tail.lines), data: { type: "progress", scopes: run.progress } };
  }

  #heartbeat(): Event | undefined {
    return this.#options.clock.now() - this.#said >= HEARTBEAT_MS ? {} : undefined;
  }

  #say(event: Event): Event {
    this.#said = this.#options.clock.now();
    return event;
  }
}

function refuseLater(after: number, { lines }: RunJournalTail): void {
  if (after <= lines) return;
  throw new CrosstagError({
    code: "invalid-request",
    message: `\`Last-Event-ID\` is ${after}, and the journal of the run has ${lines} lines.`,
    hint: "Send the id of the last event of this run, or leave the header out.",
  });
}

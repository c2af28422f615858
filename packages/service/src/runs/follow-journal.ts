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
  const { after, clock, signal } = options;
  const tail = await openRunJournalTail(path);
  let said = clock.now();
  let written = said;
  let reported: number | undefined;
  let ended = false;
  async function* newEvents(): AsyncGenerator<ServiceEvent<RunEvent>, void, undefined> {
    for await (const placed of tail.more()) {
      written = clock.now();
      ended = placed.record.type === "end";
      const data = placed.line > after ? runEventOf(placed) : undefined;
      if (data !== undefined) yield { id: String(placed.line), data };
    }
  }
  try {
    for (let turn = 0; ; turn += 1) {
      const asks = turn === 0 || ended || clock.now() - written >= DOUBT_MS;
      // Asked before reading: what a process wrote before it left is read then.
      const isUnderWay = !asks || (await options.isUnderWay());
      if (asks) written = clock.now();
      for await (const event of newEvents()) {
        said = clock.now();
        yield event;
      }
      if (turn === 0) refuseLater(after, tail);
      if (!isUnderWay) {
        if (!ended) yield { id: String(tail.lines), data: { type: "interrupted" } };
        return;
      }
      const run = options.active();
      if (!ended && run !== undefined && run.version !== reported && run.progress.length > 0) {
        reported = run.version;
        said = clock.now();
        yield { id: String(tail.lines), data: { type: "progress", scopes: run.progress } };
      } else if (clock.now() - said >= HEARTBEAT_MS) {
        said = clock.now();
        yield {};
      }
      await clock.sleep(TURN_MS, signal);
    }
  } finally {
    await tail.close();
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

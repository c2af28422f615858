import type { Clock } from "../../calls/clock.ts";

/** Options of `createVirtualClock`. */
export interface VirtualClockOptions {
  /** Milliseconds shown at first; default 0. */
  readonly startMs?: number;
  /**
   * `true` (default): time jumps to the next sleeper as soon as nothing else is left to do. `false`: time moves by
   * `advance` only.
   */
  readonly autoAdvance?: boolean;
  /**
   * Turns of the event loop without a call of `sleep` before the clock counts as idle; default 1, which is
   * right for code that waits for promises and this clock only. Code under test that does real input or output is not
   * idle while it waits for the machine: use a real clock there.
   */
  readonly quietTurns?: number;
}

/** A clock whose time passes only when a test lets it, or when nothing else can happen. */
export interface VirtualClock extends Clock {
  /** Moves time on, waking every sleeper on the way in order; resolves when what they started has come to rest. */
  advance(milliseconds: number): Promise<void>;
  /** Sleeps under way. */
  readonly sleepers: number;
}

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** Adds a sleeper. Returns a function that removes it. */
type AddSleeper = (milliseconds: number, wake: () => void) => () => void;

/**
 * Time that passes only when everything else is done. Sleepers wake one by one, by time and then in the order in which
 * they fell asleep, and what a sleeper does next (in promises) is over before the following one wakes: the same program
 * takes the same course every time.
 */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  const { startMs = 0, autoAdvance = true, quietTurns = 1 } = options;
  const sleepers = new Set<Sleeper>();
  let now = startMs;
  /** Calls of `sleep` so far: while the number grows, work is in progress. */
  let asked = 0;
  let advancing = false;

  const idle = async (): Promise<void> => {
    let seen = asked;
    for (let quiet = 0; quiet < quietTurns;) {
      // Promise callbacks run before the next immediate, so one turn without news means that all of them are waiting.
      await new Promise<void>((resolve) => setImmediate(resolve));
      quiet = asked === seen ? quiet + 1 : 0;
      seen = asked;
    }
  };

  const run = async (until: number): Promise<void> => {
    advancing = true;
    await idle();
    for (let sleeper = nextOf(sleepers, until); sleeper !== undefined; sleeper = nextOf(sleepers, until)) {
      now = Math.max(now, sleeper.wakeAt);
      sleepers.delete(sleeper);
      sleeper.wake();
      await idle();
    }
    advancing = false;
  };

  const add: AddSleeper = (milliseconds, wake) => {
    asked += 1;
    const sleeper: Sleeper = { wakeAt: now + Math.max(0, milliseconds), wake };
    sleepers.add(sleeper);
    if (autoAdvance && !advancing) void run(Number.POSITIVE_INFINITY);
    return () => sleepers.delete(sleeper);
  };

  return {
    now: () => now,
    sleep: (milliseconds, signal) => sleepWith(add, milliseconds, signal),
    startTimer: add,
    get sleepers() {
      return sleepers.size;
    },
    advance: async (milliseconds) => {
      if (autoAdvance) return sleepWith(add, milliseconds);
      const until = now + milliseconds;
      await run(until);
      now = Math.max(now, until);
    },
  };
}

/** The first sleeper to wake in time. Of several at once, the one that fell asleep first. */
function nextOf(sleepers: ReadonlySet<Sleeper>, until: number): Sleeper | undefined {
  let earliest: Sleeper | undefined;
  for (const sleeper of sleepers) {
    if (sleeper.wakeAt <= until && (earliest === undefined || sleeper.wakeAt < earliest.wakeAt)) earliest = sleeper;
  }
  return earliest;
}

function sleepWith(add: AddSleeper, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      remove();
      reject(signal?.reason);
    };
    const remove = add(milliseconds, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** Time as the engine sees it; a test passes its own. */
export interface Clock {
  /** Milliseconds, monotonic; the zero is arbitrary. */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason as soon as it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls `onTime` after `milliseconds` unless the function it gives is called before; default: made from `sleep`. */
  startTimer?(milliseconds: number, onTime: () => void): () => void;
}

/** The longest that a timer of the runtime waits, milliseconds (24.8 days); a longer one would end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The clock of the system: `performance.now()` and `setTimeout`. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
        Math.min(milliseconds, LONGEST_TIMER_MS),
      );
      signal?.addEventListener("abort", onAbort, { once: true });
    }),
  // Every wire call has one: a bare timer costs a tenth of a promise with a signal.
  startTimer: (milliseconds, onTime) => {
    const timer = setTimeout(onTime, Math.min(milliseconds, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** Calls `onTime` once after `milliseconds`, unless the returned function is called first. */
export function startTimer(clock: Clock, milliseconds: number, onTime: () => void): () => void {
  if (clock.startTimer !== undefined) return clock.startTimer(milliseconds, onTime);
  const stopped = new AbortController();
  clock.sleep(milliseconds, stopped.signal).then(onTime, () => {});
  return () => stopped.abort();
}

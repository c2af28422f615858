import type { Clock } from "./clock.ts";
import type { CrosstagError } from "../model/crosstag-error.ts";

/** Something that may end early. A plain set of callbacks: hundreds of calls wait on it, which an `AbortSignal` warns of. */
export interface Ending {
  /** Why it ended; undefined while it runs. */
  readonly ended: CrosstagError | undefined;
  /** Calls back when it ends. Returns a function that unsubscribes. Does nothing once ended. */
  onEnd(callback: (reason: CrosstagError) => void): () => void;
}

/** Sleeps, but not beyond the end. Never rejects. */
export async function sleepUntilEnd(ending: Ending, clock: Clock, milliseconds: number): Promise<void> {
  if (ending.ended !== undefined) return;
  const over = new AbortController();
  const unsubscribe = ending.onEnd(() => over.abort());
  await clock.sleep(milliseconds, over.signal).catch(() => {});
  unsubscribe();
}

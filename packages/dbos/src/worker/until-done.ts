import { CrosstagError } from "@crosstag/core";
import type { ChunkWork } from "./apply-chunk.ts";

/** The pause after an error, milliseconds. */
const AGAIN_MS = 500;

/**
 * Does what a run cannot end without, again and again until the database allows it: the engine gives up a workflow that fails, and
 * no worker would end the run. A worker that leaves gets no result: another worker takes the workflow over.
 */
export async function untilDone<Result>(
  { lease, leaving, clock, onProblem }: Pick<ChunkWork, "lease" | "leaving" | "clock" | "onProblem">,
  work: () => Promise<Result>,
): Promise<Result> {
  let reported = false;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!CrosstagError.is(error)) throw error;
      if (!reported) onProblem?.(error);
      reported = true;
    }
    await pause({ lease, leaving, clock });
  }
}

/** Ends when work may be tried again: never on a worker that leaves. */
export async function pause({ lease, leaving, clock }: Pick<ChunkWork, "lease" | "leaving" | "clock">): Promise<void> {
  await clock.sleep(AGAIN_MS, leaving).catch(() => {});
  if (leaving.aborted || lease.lost) await new Promise(() => {});
}

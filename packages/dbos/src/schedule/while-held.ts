import type { WorkerLease } from "../worker/worker-lease.ts";

/** What a worker may do, and for how long. */
export interface LeaseHolder {
  readonly lease: Pick<WorkerLease, "lost" | "settled" | "signal">;
  /** Aborted when the worker ends. */
  readonly leaving: AbortSignal;
}

/**
 * Does work while the lease is held. If it lapses meanwhile, and is held again before another worker takes over, the work is
 * done again from its beginning. Never resolves if the lease is lost or the worker ends: another worker does the work.
 * @param work rejects soon after its signal is aborted
 * @throws what `work` throws while the lease is held
 */
export async function whileHeld<Result>(
  { lease, leaving }: LeaseHolder,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  for (;;) {
    await lease.settled();
    if (lease.lost || leaving.aborted) return new Promise(() => {});
    const signal = AbortSignal.any([lease.signal, leaving]);
    try {
      return await work(signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

/** The time limit of one call. */
export interface CallContext {
  /** Aborted when the call must end, for any reason. The driver must reject soon after. */
  readonly signal: AbortSignal;
  /** The time left for this call, in milliseconds, for SDKs that need a number. */
  readonly timeoutMs: number;
  /**
   * The same as `signal`, for drivers that do not need a signal: the engine creates one only if a driver reads it, because
   * that costs as much as a signature. Optional in contexts made by others; see `onCallEnd`.
   */
  onEnd?(callback: (reason: unknown) => void): () => void;
  /**
   * Whether the time of the call is up, also before a timer could say so: a process that was suspended continues in the middle of a
   * call. Asked as the last thing before a request is sent. Optional in contexts made by others.
   */
  isLate?(): boolean;
}

/**
 * Calls back once when the call must end, with the reason. If the call must already end, it calls back before it returns.
 * @returns a function that unsubscribes
 */
export function onCallEnd(context: CallContext, callback: (reason: unknown) => void): () => void {
  if (context.onEnd !== undefined) return context.onEnd(callback);
  const { signal } = context;
  const onAbort = () => callback(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return () => signal.removeEventListener("abort", onAbort);
}

/** When one call must end. */
export interface CallContext {
  /** Aborted when the call must end, for whatever reason; the driver rejects soon after. */
  readonly signal: AbortSignal;
  /** Milliseconds left for this call, for SDKs that want a number. */
  readonly timeoutMs: number;
  /**
   * What `signal` says, for drivers that need no signal: the engine makes one only for those that ask, because it costs
   * as much as a signature. Contexts made elsewhere need not have it; see `onCallEnd`.
   */
  onEnd?(callback: (reason: unknown) => void): () => void;
}

/**
 * Calls back once when the call must end, with the reason; at once, before it returns, where that is so already. The
 * function given back takes that back.
 */
export function onCallEnd(context: CallContext, callback: (reason: unknown) => void): () => void {
  if (context.onEnd !== undefined) return context.onEnd(callback);
  const { signal } = context;
  const onAbort = () => callback(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return () => signal.removeEventListener("abort", onAbort);
}

/** What is called when a signal is aborted, by signal. */
const callbacks = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once when a signal is aborted; the function returned takes that back. All callbacks of a signal share one
 * listener: Node warns of a leak if eleven requests listen to one signal, as they may (Node 20.20, 2026-11-29).
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  let waiting = callbacks.get(signal);
  if (waiting === undefined) {
    callbacks.set(signal, (waiting = new Set()));
    const all = waiting;
    signal.addEventListener(
      "abort",
      function abort() {
        for (const call of all) call();
        all.clear();
      },
      { once: true },
    );
  }
  // The same function may be given twice.
  const own = () => callback();
  waiting.add(own);
  return () => waiting.delete(own);
}

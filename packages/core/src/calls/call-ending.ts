import type { CallContext } from "../driver/call-context.ts";

/** The context of one call, which the engine ends. Makes a signal only for a driver that asks for it. */
export class CallEnding implements CallContext {
  readonly timeoutMs: number;
  readonly #callbacks = new Set<(reason: unknown) => void>();
  #controller: AbortController | undefined;
  #end: { readonly reason: unknown } | undefined;

  constructor(timeoutMs: number) {
    this.timeoutMs = timeoutMs;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#end !== undefined) this.#controller.abort(this.#end.reason);
    }
    return this.#controller.signal;
  }

  onEnd(callback: (reason: unknown) => void): () => void {
    if (this.#end !== undefined) {
      callback(this.#end.reason);
      return () => {};
    }
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  end(reason: unknown): void {
    if (this.#end !== undefined) return;
    this.#end = { reason };
    for (const callback of this.#callbacks) callback(reason);
    this.#controller?.abort(reason);
  }
}

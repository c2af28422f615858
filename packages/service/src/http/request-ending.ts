import type { CrosstagError, Ending } from "@crosstag/core";

/**
 * The end of a request. It makes a signal only if it is asked for one: a signal costs as much as checking the request, and
 * writes do not need it.
 */
export class RequestEnding implements Ending {
  readonly #callbacks = new Set<(reason: CrosstagError) => void>();
  #ended: CrosstagError | undefined;
  #controller: AbortController | undefined;

  get ended(): CrosstagError | undefined {
    return this.#ended;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#ended !== undefined) this.#controller.abort(this.#ended);
    }
    return this.#controller.signal;
  }

  onEnd(callback: (reason: CrosstagError) => void): () => void {
    if (this.#ended !== undefined) return () => {};
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  end(reason: CrosstagError): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    for (const callback of this.#callbacks) callback(reason);
    this.#callbacks.clear();
    this.#controller?.abort(reason);
  }
}

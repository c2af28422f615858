import { CrosstagError, type Ending } from "@crosstag/core";

/** The end of all that a worker may do with its lease. */
export class LeaseLoss implements Ending {
  readonly #callbacks = new Set<(reason: CrosstagError) => void>();
  #ended: CrosstagError | undefined;

  get ended(): CrosstagError | undefined {
    return this.#ended;
  }

  onEnd(callback: (reason: CrosstagError) => void): () => void {
    if (this.#ended === undefined) this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  /** Only the first call counts. */
  end(): void {
    if (this.#ended !== undefined) return;
    this.#ended = new CrosstagError({ code: "canceled", message: "The lease of this worker has ended." });
    for (const callback of this.#callbacks) callback(this.#ended);
    this.#callbacks.clear();
  }
}

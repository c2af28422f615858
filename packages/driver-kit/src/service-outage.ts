/** After so many questions in a row without an answer, the service counts as unreachable. */
const MOST_UNANSWERED = 3;
/** The failure is shared for at least so long, milliseconds. */
const SHORTEST_MS = 1_000;

/**
 * What is known of a service that many ask and that may be unreachable: then it is asked by one at a time, and the others get
 * the same failure at once, instead of each waiting for its own.
 */
export class ServiceOutage {
  #unanswered = 0;
  #failure: { readonly error: unknown; readonly tookMs: number; until: number } | undefined;

  /** The failure of the last question, while the service is not asked. The question after that time finds out more. */
  shared(): { readonly error: unknown } | undefined {
    const failure = this.#failure;
    if (failure === undefined) return undefined;
    const now = performance.now();
    if (now < failure.until) return failure;
    // The others wait for what this question finds out.
    failure.until = now + failure.tookMs;
    return undefined;
  }

  /** The service has answered a question, in whatever way. */
  answered(): void {
    this.#unanswered = 0;
    this.#failure = undefined;
  }

  /** A question has ended without an answer. The failure is shared for as long as it took. */
  unanswered(error: unknown, askedAt: number): void {
    this.#unanswered += 1;
    if (this.#unanswered < MOST_UNANSWERED) return;
    const now = performance.now();
    const tookMs = Math.max(SHORTEST_MS, now - askedAt);
    this.#failure = { error, tookMs, until: now + tookMs };
  }
}

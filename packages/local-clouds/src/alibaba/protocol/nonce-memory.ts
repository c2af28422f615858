const minuteMs = 60_000;

/**
 * The nonces of requests that could still be sent again, because their timestamps are fresh. They are removed by the
 * minute of their timestamps, so that memory is limited to the requests that arrive while a timestamp is fresh.
 */
export class NonceMemory {
  readonly #freshForMs: number;
  readonly #seen = new Set<string>();
  readonly #byMinute = new Map<number, string[]>();
  #lookedAt = -Infinity;

  constructor(freshForMs: number) {
    this.#freshForMs = freshForMs;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Stores the nonce of a request with that timestamp. Returns false if it was seen before. */
  remember(nonce: string, signedAt: number, now: number): boolean {
    this.#removeExpired(now);
    if (this.#seen.has(nonce)) return false;
    this.#seen.add(nonce);
    const minute = Math.floor(signedAt / minuteMs);
    const others = this.#byMinute.get(minute);
    if (others === undefined) this.#byMinute.set(minute, [nonce]);
    else others.push(nonce);
    return true;
  }

  /** At most once a minute. It checks as many minutes as a timestamp is fresh for, before and after now. */
  #removeExpired(now: number): void {
    const staleBefore = Math.floor((now - this.#freshForMs) / minuteMs);
    if (staleBefore <= this.#lookedAt) return;
    this.#lookedAt = staleBefore;
    for (const [minute, nonces] of this.#byMinute) {
      if (minute >= staleBefore) continue;
      for (const nonce of nonces) this.#seen.delete(nonce);
      this.#byMinute.delete(minute);
    }
  }
}

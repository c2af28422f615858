/** Nonces seen within the last one to two windows of time; memory is bounded by what arrives in that time. */
export class NonceMemory {
  readonly #windowMs: number;
  #windowEnds = 0;
  #newer = new Set<string>();
  #older = new Set<string>();

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Remembers the nonce; false if it was seen before. */
  remember(nonce: string, now: number): boolean {
    if (now >= this.#windowEnds) {
      this.#older = this.#newer;
      this.#newer = new Set();
      this.#windowEnds = now + this.#windowMs;
    }
    if (this.#newer.has(nonce) || this.#older.has(nonce)) return false;
    this.#newer.add(nonce);
    return true;
  }
}

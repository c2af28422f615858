import { invalidSignature } from "./parse-authorization.ts";

/** Longer than a signature is valid, in milliseconds: 15 minutes before and after its date. */
const REMEMBERED_FOR = 31 * 60 * 1000;

/**
 * Signatures of requests that another program could have seen and must not send again. A client that repeats its request signs it
 * again.
 */
export class UsedSignatures {
  readonly #now: () => Date;
  /** Until when each is remembered, the oldest first. */
  readonly #until = new Map<string, number>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** @throws WireError `InvalidSignatureException` the second time */
  use(signature: string): void {
    const now = this.#now().getTime();
    for (const [old, until] of this.#until) {
      if (until > now) break;
      this.#until.delete(old);
    }
    if (this.#until.has(signature))
      throw invalidSignature(
        "A request with this signature was received before. A deletion needs a signature of its own.",
      );
    this.#until.set(signature, now + REMEMBERED_FOR);
  }
}

import { createHash, createHmac } from "node:crypto";

/** SHA-256, or with a secret HMAC-SHA-256, as the signer of AWS expects it. */
export class Sha256 {
  readonly #hash;

  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as string | Uint8Array);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error("A hash of the tests is used once.");
  }
}

import { createHash } from "node:crypto";

/** What every token begins with, so that programs that look for secrets in files and logs find it. */
export const TOKEN_PREFIX = "ct_";

const TOKEN_BYTES = 32;

/** A new token, and what the access file has of it. */
export interface NewToken {
  /** To be shown once, and kept by the caller. */
  readonly token: string;
  /** For `hash` in the access file. */
  readonly hash: string;
}

/**
 * Creates a token of 256 random bits.
 * @param randomBytes returns this many bytes that cannot be predicted: `randomBytes` of `node:crypto`
 */
export function createToken(randomBytes: (size: number) => Uint8Array): NewToken {
  const token = `${TOKEN_PREFIX}${Buffer.from(randomBytes(TOKEN_BYTES)).toString("base64url")}`;
  return { token, hash: hashToken(token) };
}

/**
 * The hash of a token, as the access file has it. One round of SHA-256 without a salt is enough, because a token is 256 random
 * bits: unlike a password, it cannot be guessed from its hash by trying.
 */
export function hashToken(token: string): string {
  return `sha256:${createHash("sha256").update(token).digest("hex")}`;
}

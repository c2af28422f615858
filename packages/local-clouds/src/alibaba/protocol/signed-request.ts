import type { KnownCredentials } from "./credentials.ts";

/** What a request states about its signer, and how to compute the expected signature. */
export interface SignedRequest {
  readonly accessKeyId: string;
  readonly securityToken: string | undefined;
  /** ISO 8601 in UTC, to the second. */
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
  expectedSignature(credentials: KnownCredentials): string;
}

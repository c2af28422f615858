import type { Principal } from "../../principal.ts";

/** A signer that the cloud knows. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** With it, requests must carry it; without it, requests must carry none. */
  readonly sessionToken?: string;
  /** Milliseconds since 1970 on the wall clock; from then on requests are refused with `ExpiredTokenException`. */
  readonly expiresAt?: number;
  /** How many requests they are good for, those to STS too; further ones are refused with `ExpiredTokenException`. */
  readonly expiresAfterCalls?: number;
  /** Operations of KMS refused with `AccessDeniedException`. Default: none. */
  readonly deniedOperations?: readonly string[];
  /** Who signs with them. Default: `user/local-clouds`; with a session token `assumed-role/local-clouds/session`. */
  readonly principal?: Principal;
}

/** Credentials with how often they were accepted. */
export interface KnownAwsCredentials {
  readonly given: AwsCredentials;
  calls: number;
}

/** The access keys that a local cloud knows. They can be added and removed while it runs, as a rotation does. */
export class AwsCredentialStore {
  readonly #byAccessKeyId = new Map<string, KnownAwsCredentials>();

  constructor(credentials: readonly AwsCredentials[]) {
    for (const each of credentials) this.add(each);
  }

  /** Adds credentials, or replaces those with the same access key id. */
  add(credentials: AwsCredentials): void {
    this.#byAccessKeyId.set(credentials.accessKeyId, { given: credentials, calls: 0 });
  }

  remove(accessKeyId: string): void {
    this.#byAccessKeyId.delete(accessKeyId);
  }

  find(accessKeyId: string): KnownAwsCredentials | undefined {
    return this.#byAccessKeyId.get(accessKeyId);
  }
}

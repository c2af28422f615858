import type { Principal } from "../../principal.ts";

/** Credentials that the cloud accepts. */
export interface AwsCredentials {
  /** The id of the access key. */
  readonly accessKeyId: string;
  /** The secret of the access key. Not a real one. */
  readonly secretAccessKey: string;
  /** If set, requests must carry it. If not, requests must carry no token. */
  readonly sessionToken?: string;
  /** Milliseconds since 1970 on the wall clock; later requests are refused with `ExpiredTokenException`. */
  readonly expiresAt?: number;
  /**
   * How many requests the credentials are valid for, including STS. Later requests are refused with
   * `ExpiredTokenException`.
   */
  readonly expiresAfterCalls?: number;
  /**
   * Operations refused with `AccessDeniedException`: `TagResource` in all services that have it, or
   * `secretsmanager:TagResource` in one. Default: none.
   */
  readonly deniedOperations?: readonly string[];
  /**
   * The caller that signs with them. Default: `user/local-clouds`; with a session token
   * `assumed-role/local-clouds/session`.
   */
  readonly principal?: Principal;
  /** The account that they belong to, one of the cloud's accounts. Default: the cloud's own account. */
  readonly account?: string;
}

/** Credentials, and how often they were accepted. */
export interface KnownAwsCredentials {
  readonly given: AwsCredentials;
  /** For a session that STS issued: its end in milliseconds since 1970 on the cloud's clock. */
  readonly endsAt?: number;
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

  /** Adds the session of a role. */
  addSession(credentials: AwsCredentials, endsAt: number): void {
    this.#byAccessKeyId.set(credentials.accessKeyId, { given: credentials, endsAt, calls: 0 });
  }

  remove(accessKeyId: string): void {
    this.#byAccessKeyId.delete(accessKeyId);
  }

  find(accessKeyId: string): KnownAwsCredentials | undefined {
    return this.#byAccessKeyId.get(accessKeyId);
  }
}

import { createSecretKey, type KeyObject } from "node:crypto";

/** An API key of the local cloud. */
export interface TencentCredentials {
  /** The id of the key. */
  readonly secretId: string;
  /** The secret of the key. Not a real one. */
  readonly secretKey: string;
  /** For a session: requests must carry this token as well. */
  readonly token?: string;
  /** When the session ends, in milliseconds since 1970 on the wall clock. Default: never. */
  readonly expiresAt?: number;
  /** How many requests the credentials are valid for, in all services. Later requests are refused as expired. */
  readonly expiresAfterCalls?: number;
  /** A disabled key is refused as an unknown one is. Default false. */
  readonly disabled?: boolean;
  /** Operations that the caller may not perform. Default: none. */
  readonly deniedOperations?: readonly string[];
  /** The number of the main account that they belong to, one of the cloud's accounts. Default: the cloud's own account. */
  readonly account?: string;
  /**
   * The number of the user whose credentials they are, as digits: keys and secrets that it creates have it in their
   * names. Default: the main account itself.
   */
  readonly uin?: string;
  /**
   * For a session of a role: its id and the session's name, as `461168601842741001:session`. GetCallerIdentity reports
   * it. Default: not a role.
   */
  readonly role?: string;
}

export interface KnownCredentials extends TencentCredentials {
  /** For a session that STS issued: its end in milliseconds since 1970 on the cloud's clock. */
  readonly endsAt?: number;
  /** For a session that STS issued: the number of the user who asked for it. */
  readonly applicant?: string;
  /** The key of the first step of the signature. */
  readonly signingKey: KeyObject;
  /** How many requests were accepted. */
  calls: number;
}

/** The API keys that a local cloud knows. They can be added and removed while it runs, as a rotation does. */
export class CredentialStore {
  readonly #bySecretId = new Map<string, KnownCredentials>();

  constructor(credentials: Iterable<TencentCredentials>) {
    for (const each of credentials) this.add(each);
  }

  /** Adds credentials, or replaces those with the same secret id. */
  add(credentials: TencentCredentials): void {
    this.#set(credentials);
  }

  /** Adds the session of a role. */
  addSession(credentials: TencentCredentials, session: Required<Pick<KnownCredentials, "endsAt" | "applicant">>): void {
    this.#set({ ...credentials, ...session });
  }

  #set(credentials: TencentCredentials & Pick<KnownCredentials, "endsAt" | "applicant">): void {
    this.#bySecretId.set(credentials.secretId, {
      ...credentials,
      signingKey: createSecretKey(Buffer.from(`TC3${credentials.secretKey}`)),
      calls: 0,
    });
  }

  remove(secretId: string): void {
    this.#bySecretId.delete(secretId);
  }

  find(secretId: string): KnownCredentials | undefined {
    return this.#bySecretId.get(secretId);
  }
}

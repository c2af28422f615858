import { createSecretKey, type KeyObject } from "node:crypto";
import type { Principal } from "../../principal.ts";

/** An access key of the local account. */
export interface AlibabaCredentials {
  /** The id of the access key. */
  readonly accessKeyId: string;
  /** The secret of the access key. Not a real one. */
  readonly accessKeySecret: string;
  /** For a session: requests must carry this token as well. */
  readonly securityToken?: string;
  /** When the security token expires, in milliseconds since 1970. Default: never. */
  readonly expiresAt?: number;
  /**
   * How many requests the credentials are valid for, in all regions and including STS. Later requests are refused as
   * expired.
   */
  readonly expiresAfterCalls?: number;
  /** A disabled access key is refused with `Forbidden.AccessKey`. Default false. */
  readonly disabled?: boolean;
  /** Operations refused with `Forbidden.NoPermission`. Default: none. */
  readonly deniedOperations?: readonly string[];
  /**
   * The caller that signs with them. Default: `user/local-clouds`; with a security token
   * `assumed-role/local-clouds/session`.
   */
  readonly principal?: Principal;
  /** The account that they belong to, one of the cloud's accounts. Default: the cloud's own account. */
  readonly account?: string;
}

export interface KnownCredentials extends AlibabaCredentials {
  /** For a session that STS issued: its end in milliseconds since 1970 on the cloud's clock. */
  readonly endsAt?: number;
  /** The HMAC-SHA1 signature's key: the secret with an ampersand. */
  readonly rpcKey: KeyObject;
  /** The ACS3-HMAC-SHA256 signature's key: the secret. */
  readonly acs3Key: KeyObject;
  /** How many requests were accepted. */
  calls: number;
}

/** The access keys that a local cloud knows. They can be added and removed while it runs, as a rotation does. */
export class CredentialStore {
  readonly #byAccessKeyId = new Map<string, KnownCredentials>();

  constructor(credentials: Iterable<AlibabaCredentials>) {
    for (const each of credentials) this.add(each);
  }

  /** Adds credentials, or replaces those with the same access key id. */
  add(credentials: AlibabaCredentials): void {
    this.#set(credentials);
  }

  /** Adds the session of a role. */
  addSession(credentials: AlibabaCredentials, endsAt: number): void {
    this.#set({ ...credentials, endsAt });
  }

  #set(credentials: AlibabaCredentials & Pick<KnownCredentials, "endsAt">): void {
    this.#byAccessKeyId.set(credentials.accessKeyId, {
      ...credentials,
      rpcKey: createSecretKey(Buffer.from(`${credentials.accessKeySecret}&`)),
      acs3Key: createSecretKey(Buffer.from(credentials.accessKeySecret)),
      calls: 0,
    });
  }

  remove(accessKeyId: string): void {
    this.#byAccessKeyId.delete(accessKeyId);
  }

  find(accessKeyId: string): KnownCredentials | undefined {
    return this.#byAccessKeyId.get(accessKeyId);
  }

  /** Whether some other access key of the account has this security token. */
  knowsToken(securityToken: string): boolean {
    for (const each of this.#byAccessKeyId.values()) if (each.securityToken === securityToken) return true;
    return false;
  }
}

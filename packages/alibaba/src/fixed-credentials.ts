/** An access key, or a session with its token. */
export interface FixedCredentials {
  /** The id of the access key. */
  readonly accessKeyId: string;
  /** The secret of the access key. */
  readonly accessKeySecret: string;
  /** The token of a session; absent for an access key. */
  readonly securityToken?: string;
}

/** A role of an account that can be assumed. */
export interface TencentRole {
  /** Its number, by which it can be named, too. */
  readonly id: string;
  readonly name: string;
  /** Numbers of main accounts and of users. */
  readonly trusts: readonly string[];
  /** Undefined: none is asked for. */
  readonly externalId: string | undefined;
}

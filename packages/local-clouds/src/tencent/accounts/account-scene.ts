import type { SimulatedKeys } from "../../simulated-keys.ts";

/** A role that can be assumed. Everything except the name has a default. */
export interface TencentRoleScene {
  /** The name of the role. */
  readonly name: string;
  /**
   * Who may assume the role: numbers of main accounts, which stand for every caller of the account, or of users.
   * Default: the cloud's own account.
   */
  readonly trusts?: readonly string[];
  /** The external id that a caller must give. Default: none is asked for, and any is accepted. */
  readonly externalId?: string;
}

/** A main account of the cloud. Everything except the number has a default. */
export interface TencentAccountScene {
  /** Digits. The number of the cloud's own account changes that account. */
  readonly id: string;
  /** The account's other number, which GetUserAppId reports. Default: 1,250,000,000 and the place among the accounts. */
  readonly appId?: number;
  /** Whether the account is suspended: every request is refused with `OperationDenied`. Default false. */
  readonly suspended?: boolean;
  /** The roles that can be assumed, as names or with details. Default: none. */
  readonly roles?: readonly (string | TencentRoleScene)[];
  /** Quotas of the account that differ from the cloud's, in requests per second by operation. Default: none. */
  readonly quotas?: Readonly<Record<string, number>>;
  /** Keys in each region, made when they are first needed. Default: none. */
  readonly keys?: SimulatedKeys;
}

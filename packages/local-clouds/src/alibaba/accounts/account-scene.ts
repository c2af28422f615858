import type { SimulatedKeys } from "../../simulated-keys.ts";

/** A RAM role that can be assumed. Everything except the name has a default. */
export interface AlibabaRoleScene {
  /** The name of the role. */
  readonly name: string;
  /**
   * Who may assume the role: numbers of accounts, which stand for every caller of the account, or ARNs of users and
   * roles. Default: the management account.
   */
  readonly trusts?: readonly string[];
  /** The external id that a caller must give. Default: none is asked for, and any is accepted. */
  readonly externalId?: string;
  /** The longest session in seconds, from 3,600 to 43,200. Default 3,600. */
  readonly maxSessionSeconds?: number;
}

/** A member of the resource directory. Everything except the number has a default. */
export interface AlibabaAccountScene {
  /** Digits. The number of the cloud's own account changes that account, which is the management account. */
  readonly id: string;
  /** The display name. Names need not be unique. Default: `account-` and the number. */
  readonly name?: string;
  /** The folder as a path of names, such as `/Workloads/Prod`; folders are made as needed. Default `/`, the root. */
  readonly folder?: string;
  /** How the member joined. Default `created`. */
  readonly joined?: "created" | "invited";
  /** The status that ListAccounts reports; it depends on how the member joined. Default `CreateSuccess` or `InviteSuccess`. */
  readonly status?: string;
  /** Whether the account is suspended: no role can be assumed, and sessions are refused. Default false. */
  readonly suspended?: boolean;
  /**
   * The roles that can be assumed, as names or with details. Default: `ResourceDirectoryAccountAccessRole` in members
   * that were created; none in the management account and in invited members.
   */
  readonly roles?: readonly (string | AlibabaRoleScene)[];
  /** Quotas of the account that differ from the cloud's, in requests per second by group. Default: none. */
  readonly quotas?: Readonly<Record<string, number>>;
  /** The tags of the account in the resource directory. Default: none. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether the account may list the resource directory as the management account may. Default false. */
  readonly delegatedAdministrator?: boolean;
  /**
   * Keys in each region, made when they are first needed. They replace everything that the account has. Default: none.
   */
  readonly keys?: SimulatedKeys;
  /** Secrets in each region, `secret-0` and so on, as `keys`. Default: none. */
  readonly secrets?: SimulatedKeys;
  /** Certificates in each region, as `keys`. Default: none. */
  readonly certificates?: SimulatedKeys;
}

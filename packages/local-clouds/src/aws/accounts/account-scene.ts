import type { SimulatedKeys } from "../../simulated-keys.ts";
import type { AwsRegionStatus } from "./region-status.ts";

/** The state of an account as AWS Organizations lists it. */
export type AwsAccountState = "PENDING_ACTIVATION" | "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE" | "CLOSED";

/** A role that can be assumed. Everything except the name has a default. */
export interface AwsRoleScene {
  /** The name of the role, without path. */
  readonly name: string;
  /** Begins and ends with `/`. Default `/`. */
  readonly path?: string;
  /**
   * Who may assume the role: numbers of accounts, which stand for every caller of the account, or ARNs of users and roles.
   * Default: the management account.
   */
  readonly trusts?: readonly string[];
  /** The external id that a caller must give. Default: none is asked for, and any is accepted. */
  readonly externalId?: string;
  /** The longest session in seconds, from 3,600 to 43,200. Default 3,600. */
  readonly maxSessionSeconds?: number;
}

/** An account of the organization. Everything except the number has a default. */
export interface AwsAccountScene {
  /** Twelve digits. The number of the cloud's own account changes that account, which is the management account. */
  readonly id: string;
  /** 1 to 50 characters. Names need not be unique. Default: `account-` and the number. */
  readonly name?: string;
  /** Default `ACTIVE`. Roles can be assumed in accounts that are `ACTIVE` or `PENDING_CLOSURE`. */
  readonly state?: AwsAccountState;
  /** The organizational unit as a path of names, such as `/Workloads/Prod`; units are made as needed. Default `/`, the root. */
  readonly unit?: string;
  /** Whether the account was created in the organization or invited. Default `CREATED`. */
  readonly joined?: "CREATED" | "INVITED";
  /**
   * The roles that can be assumed, as names or with details. Default: `OrganizationAccountAccessRole` in accounts that
   * were created in the organization; none in the management account and in invited accounts.
   */
  readonly roles?: readonly (string | AwsRoleScene)[];
  /**
   * The status of regions that have to be enabled. Default: `ENABLED`. AWS enables regions launched before 2019-03-20
   * in every account; these have no other status.
   */
  readonly regionStatus?: Readonly<Record<string, AwsRegionStatus>>;
  /** Regions that a service control policy denies: calls to KMS, Secrets Manager and ACM are refused there. Default: none. */
  readonly deniedRegions?: readonly string[];
  /** Quotas of the account that differ from the cloud's, in requests per second by quota group. Default: none. */
  readonly quotas?: Readonly<Record<string, number>>;
  /** The tags of the account in AWS Organizations. Default: none. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether the account may list the organization as the management account may. Default false. */
  readonly delegatedAdministrator?: boolean;
  /** Keys in each region, made when they are first needed. They replace all keys that the account has. Default: none. */
  readonly keys?: SimulatedKeys;
  /** Secrets in each region, made when they are first needed. They replace all secrets that the account has. Default: none. */
  readonly secrets?: SimulatedKeys;
  /** Certificates in each region, made when they are first needed. They replace all certificates that the account has. Default: none. */
  readonly certificates?: SimulatedKeys;
}

import type { CallContext } from "./call-context.ts";
import type { Failure } from "./failure.ts";
import type { DriverSettings } from "./kms-adapter.ts";
import type { KmsDriver } from "./kms-driver.ts";

/**
 * The life of an account. `active` and `pending-closure` accounts answer, `suspended` ones may answer again, the others do
 * not. `unknown`: the cloud reports no state, or a new one; such an account is read.
 */
export type AccountState = "active" | "pending-activation" | "pending-closure" | "suspended" | "closed" | "unknown";

/** A unit (folder) of an organization. */
export interface OrganizationUnit {
  /** The cloud's id of the unit: `ou-ab12-11111111`. */
  readonly id: string;
  /** Its name. Absent if names were not asked for. */
  readonly name?: string;
}

/** An account of an organization. */
export interface OrganizationAccount {
  /** The account, as the cloud numbers it. */
  readonly id: string;
  /** Its name, which is neither unique nor stable. Absent: it has none. */
  readonly name?: string;
  /** Whether it can be used. */
  readonly state: AccountState;
  /** The units that contain it, the outermost first. Empty: it is in none. */
  readonly units: readonly OrganizationUnit[];
  /** Its tags in the organization. Absent: they were not asked for. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The account that manages the organization. Default: false. */
  readonly isManagement?: boolean;
}

/** Which accounts are listed. */
export interface ListAccountsRequest {
  /** The full name of a role that may list the accounts. Default: none, the credentials of the entry are used. */
  readonly role?: string | undefined;
  /** What is needed of the units, which can take calls of their own. `none`: they are given if that takes no call. */
  readonly units: "none" | "ids" | "names";
  /** Whether the tags of accounts are needed, which can take a call for each account. Default: false. */
  readonly tags?: boolean;
}

/** The role in an account of a fleet. */
export interface FleetRole {
  /** Its short name, or its full name in one account. */
  readonly name: string;
  /** The external id that its trust policy requires. Default: none. */
  readonly externalId?: string | undefined;
}

/** One account, as it is asked about. */
export interface FleetAccountAccess {
  /** The account. Absent: that of the credentials of the entry. */
  readonly account?: string | undefined;
  /** The role to assume in it. Absent: the credentials of the entry are used. */
  readonly role?: FleetRole | undefined;
}

/** One cloud, account and region of a fleet. */
export interface FleetScopeSettings extends FleetAccountAccess, Pick<DriverSettings, "quotas"> {
  /** The account. The driver refuses credentials of another one. */
  readonly account: string;
  /** The region. */
  readonly region: string;
  /** The scope's name, for messages: `production/111122223333/eu-central-1`. */
  readonly name: string;
  /** The service, of `KmsAdapter.services`. Absent: the cloud's KMS. */
  readonly service?: string | undefined;
  /** The endpoint of the service. Absent: its public endpoint. Not given for the KMS, which has `FleetSettings.endpointOf`. */
  readonly endpoint?: string | undefined;
  /** The assumptions of the service, by name. Not given for the KMS, which has `FleetSettings.assumptions`. */
  readonly assumptions?: DriverSettings["assumptions"];
}

/** The session of roles in all accounts of a fleet. */
export interface FleetSessionSettings {
  /** The name in the cloud's audit log. Default: `crosstag`. */
  readonly sessionName?: string | undefined;
  /** Default: none. */
  readonly sourceIdentity?: string | undefined;
  /** Seconds. Default: 3600. */
  readonly durationSeconds?: number | undefined;
  /** The region whose token service is asked. Default: the region of the environment or profile. */
  readonly region?: string | undefined;
}

/** An account that the configuration lists. */
export interface ListedAccount {
  /** The number of the account, as it is written. */
  readonly id: string;
  /** Its role, by its short or full name. Absent: it has none of its own. */
  readonly role?: string | undefined;
  /** Where it is written, for messages: `crosstag.yaml:7:9`. Absent: it is not from a file. */
  readonly place?: string | undefined;
}

/** What all scopes of an entry of the configuration share. */
export interface FleetSettings extends Omit<DriverSettings, "account" | "assumeRole" | "endpoint" | "region"> {
  /**
   * Returns the configured endpoint of a region; undefined if it is the region's public endpoint. Default: the public ones.
   */
  readonly endpointOf?: ((region: string) => string | undefined) | undefined;
  /** How roles are assumed. */
  readonly session?: FleetSessionSettings | undefined;
  /** The accounts that the configuration lists, to be checked before anything is sent. Default: none is listed. */
  readonly accounts?: readonly ListedAccount[] | undefined;
  /** A region of the fleet, by which the adapter knows the partition. Absent: only patterns are known. */
  readonly exampleRegion?: string | undefined;
}

/**
 * Makes one wire call: with a time limit, and again if `classify` says that a retry can help. Rejects with the last raw
 * error.
 */
export type CallSender = <Answer>(send: (context: CallContext) => Promise<Answer>) => Promise<Answer>;

/**
 * Everything that the scopes of one entry share: the base credentials, one session for each account, and the connections.
 * Methods throw raw errors, which `classify` explains.
 */
export interface FleetConnection {
  /** Returns every account of the organization, page by page until the cloud says that there are no more. */
  listAccounts(request: ListAccountsRequest, call: CallSender): Promise<readonly OrganizationAccount[]>;
  /** Returns the regions that an account can use. */
  listRegions(access: FleetAccountAccess, call: CallSender): Promise<readonly string[]>;
  /** Returns the account of a role's session, or of the credentials of the entry. Asks the cloud once for each account. */
  identify(access: FleetAccountAccess, context: CallContext): Promise<string>;
  /** Creates the driver of one scope. Sends nothing. @throws CrosstagError `configuration` if a setting is wrong */
  createDriver(scope: FleetScopeSettings): Promise<KmsDriver>;
  /** Explains an error that a method threw. */
  classify(error: unknown): Failure;
  /** Closes what the drivers share. Close the drivers first. */
  close(): Promise<void>;
}

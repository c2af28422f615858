import type { ResourceKind } from "@crosstag/core";
import type { CloudSettings } from "@crosstag/core/driver";

/** Settings of a service that stands beside the KMS of a cloud. */
interface ServiceConfiguration {
  /**
   * A URL, where `{region}` stands for the region. Default: `endpoint` of the entry if that is on this machine; the service's
   * public endpoint if the entry has none. With another `endpoint` of the entry, calls of the service are refused.
   */
  readonly endpoint?: string | undefined;
}

/** The role that is assumed: by its full name for one cloud, or by its short name in every account of a fleet. */
export interface AssumeRoleConfiguration {
  /** The full name of a role. Only for an entry that is one cloud. */
  readonly arn?: string;
  /** The short name of a role that exists in every account: `CrosstagAudit`. Only for a fleet. */
  readonly name?: string;
  /** The name of the session in the cloud's audit log. Default: `crosstag`. */
  readonly sessionName?: string;
  /** The external id that the trust policy of the role requires. Default: none. */
  readonly externalId?: string;
  /** The source identity of the session. Only for a fleet. Default: none. */
  readonly sourceIdentity?: string;
  /** How long a session lasts, seconds. Only for a fleet. Default: 3600, the longest for a role that a role assumes. */
  readonly durationSeconds?: number;
  /** The region whose token service is asked. Only for a fleet. Default: the region of the environment or profile. */
  readonly region?: string;
}

/** One account of a fleet, with what differs for it. */
export interface AccountConfiguration {
  /** The account, as the cloud numbers it. A text, because it may begin with 0. */
  readonly id: string;
  /** The name beside the id in lists. Default: the name that the organization has. */
  readonly name?: string;
  /** The role, by its short or full name. Default: `assumeRole.name` of the fleet. */
  readonly role?: string;
  /** The external id for this account. Default: that of the fleet. */
  readonly externalId?: string;
  /** Regions, as for the fleet. Default: those of the fleet. */
  readonly regions?: readonly string[];
  /** Tags by which the account can be selected, in addition to those of the organization. Default: none. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Requests per second by quota id. Default: those of the fleet. */
  readonly quotas?: Readonly<Record<string, number>>;
  /** Where it is written, for messages: `crosstag.yaml:7:9`. Set by the parsers; not a key of the file. Default: not known. */
  readonly place?: string;
}

/** Which accounts of an organization belong to a fleet. */
export interface OrganizationConfiguration {
  /** The full name of a role that may list the accounts. Default: none, the credentials of the entry list them. */
  readonly role?: string;
  /** Units with everything below them, by id or by path of names (`/Workloads/Production`). Default: all. */
  readonly units?: readonly string[];
  /** Accounts or units that never belong to the fleet. Default: none. */
  readonly exclude?: readonly string[];
  /** States of accounts that are read. Default: `active` and `pending-closure`. */
  readonly states?: readonly ReadableAccountState[];
  /**
   * How long a list of accounts, or of the regions of an account, may be used again by commands that only read, seconds. 0:
   * both are asked for each time. Default: 3600.
   */
  readonly cacheSeconds?: number;
}

/** States in which an account may still answer. */
export type ReadableAccountState = "active" | "pending-closure" | "suspended";

/** One entry of the configuration: one cloud, or a fleet of many. Never contains a secret. */
export interface CloudConfiguration extends Omit<CloudSettings, "assumeRole" | "quotas"> {
  /** `aws`, `alibaba`, or the provider of another registered adapter. */
  readonly provider: string;
  /**
   * Requests per second by quota id, if the account's quotas differ from the documented ones; or `discover`: they are read
   * from the cloud, once for each account and region. What cannot be read is as documented. Default: as documented.
   */
  readonly quotas?: "discover" | Readonly<Record<string, number>> | undefined;
  /**
   * The kinds of resources that lists, plans, checks, exports and enforcement cover if none is named. Resources of another kind
   * that are named are served. Default: the kinds of the cloud's KMS.
   */
  readonly kinds?: readonly ResourceKind[];
  /** Settings of services beside the KMS, by their names: `secretsmanager`. Default: none. */
  readonly services?: Readonly<Record<string, ServiceConfiguration>>;
  /** A role to assume. Default: none. */
  readonly assumeRole?: AssumeRoleConfiguration;
  /**
   * A list of accounts, or the path of a file with one. Makes the entry a fleet. Default: those of `organization`, or else the
   * account of the credentials.
   */
  readonly accounts?: string | readonly (string | AccountConfiguration)[];
  /** Adds the accounts of the organization that the credentials belong to. Makes the entry a fleet. Default: none. */
  readonly organization?: OrganizationConfiguration;
  /**
   * Regions: ids, patterns with `*` and `?`, `all`, and exclusions with `!`. Patterns and `all` stand for the regions that an
   * account has enabled. Makes the entry a fleet. Default: none.
   */
  readonly regions?: readonly string[];
  /**
   * Endpoints by region, for regions that have another one than `endpoint` says. Only for a fleet, where `{region}` in
   * `endpoint` stands for the region. Default: none.
   */
  readonly endpoints?: Readonly<Record<string, string>>;
  /** What happens to the account that manages the organization, which often lacks the role. Default: `skip`. */
  readonly management?: "skip" | "own-credentials" | "role";
}

/** Whether an entry is a fleet: a short form for many clouds. */
export function isFleet({ accounts, organization, regions }: CloudConfiguration): boolean {
  return accounts !== undefined || organization !== undefined || regions !== undefined;
}

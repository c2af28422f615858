import type { AdapterOptionsSchema } from "./adapter-options.ts";
import type { FleetConnection, FleetSettings } from "./fleet-connection.ts";
import type { KmsDriver, DRIVER_CONTRACT } from "./kms-driver.ts";
import type { KmsProfile } from "./kms-profile.ts";

/** The settings of one named cloud, with the same names as in `crosstag.yaml`. Never contains a secret. */
export interface CloudSettings {
  /** A variant of the provider's protocol, for example `qkms` for services compatible with AWS. Default: the provider's own. */
  readonly dialect?: string | undefined;
  /** Default: the region of the cloud's own environment variables or profile. */
  readonly region?: string | undefined;
  /** The account that the credentials must belong to. Default: the account that the cloud reports. */
  readonly account?: string | undefined;
  /** A profile of the cloud's own configuration files. Default: the cloud's default credential chain. */
  readonly profile?: string | undefined;
  /** A URL, for local clouds, private endpoints and compatible services. Default: the region's public endpoint. */
  readonly endpoint?: string | undefined;
  /** Allow plain http to an endpoint on another machine, readable by the network. Default: false; this machine is allowed. */
  readonly allowPlainHttp?: boolean | undefined;
  /**
   * A PEM file with the certificate authorities to trust instead of the ones that Node trusts. Also used for calls that
   * the SDK makes itself, for example to assume a role.
   */
  readonly caBundle?: string | undefined;
  /** Time limit of one call, in seconds. Default: 15. A request can override it with `callTimeoutMs`. */
  readonly callTimeoutSeconds?: number | undefined;
  /** A role that the SDK assumes. Default: none. */
  readonly assumeRole?: { readonly arn: string; readonly sessionName?: string; readonly externalId?: string };
  /** Time limit for the source of the credentials, in seconds. Default: 10. */
  readonly credentialsTimeoutSeconds?: number | undefined;
  /** The cloud's name in the configuration, for messages about its credentials. */
  readonly name?: string | undefined;
  /** Requests per second by quota id, if the account's quotas differ from the documented ones. */
  readonly quotas?: Readonly<Record<string, number>> | undefined;
  /** Assumptions about unverified behavior, by name. An adapter refuses unknown names. */
  readonly assumptions?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Settings of the adapter's own, checked by its `optionsSchema`. Default: none. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** Settings of one cloud as an adapter gets them: with what an application passes in code. */
export interface DriverSettings extends CloudSettings {
  /**
   * Credentials that the application passed in code for this cloud, in the form that the adapter documents. Never from a
   * file. Default: none; the adapter finds the credentials.
   */
  readonly credentials?: unknown;
}

/** A service that stands beside the KMS of a cloud. */
export interface AdapterService {
  /** The name in scopes and settings, `secretsmanager`; `KmsProfile.service` of its drivers. */
  readonly name: string;
  /**
   * Returns rules, limits and the rest without a client. Undefined: the dialect does not have the service. The data of a driver
   * that is not open yet is taken from it.
   * @param assumptions as configured. Default: what is assumed by default
   * @throws CrosstagError `configuration` for an unknown dialect or assumption
   */
  profile(dialect?: string, assumptions?: CloudSettings["assumptions"]): KmsProfile | undefined;
  /** The names of the assumptions that only this service gets. It also gets the ones that no service names. Default: none. */
  readonly assumptions?: readonly string[];
  /**
   * Creates a driver. Sends nothing and loads no SDK of the service, which is loaded by the first call.
   * @param beside an open driver of the cloud's KMS, created with the same settings. Its credentials and connections are used,
   *   and the account of the credentials is asked for once for both; close it last. Default: none, the driver has its own
   * @throws CrosstagError `configuration` if a setting is missing or wrong
   */
  createDriver(settings: DriverSettings, beside?: KmsDriver): Promise<KmsDriver>;
}

/** The export `adapter` of an adapter package: everything that a registry needs to know. */
export interface KmsAdapter {
  /** The version of the contract that the adapter implements. */
  readonly contract: typeof DRIVER_CONTRACT;
  /** The cloud's name in references and in the configuration: `aws`, `alibaba`. */
  readonly provider: string;
  /** The cloud's name in messages: `AWS KMS`. */
  readonly title: string;
  /** The names of the dialects. The first is the default. */
  readonly dialects: readonly string[];
  /** Returns rules, limits and the rest without a client. @throws CrosstagError `configuration` for an unknown dialect */
  profile(dialect?: string): KmsProfile;
  /** The names of the assumptions of the KMS. Absent: `createDriver` knows them, and refuses the others. */
  readonly assumptions?: readonly string[];
  /**
   * The schema of `options` in the settings. It is applied before `createDriver` is called, to an empty object if there
   * are no options. Absent: the adapter has no options, and options are refused.
   */
  readonly optionsSchema?: AdapterOptionsSchema;
  /** Creates a driver. @throws CrosstagError `configuration` if a setting is missing or wrong */
  createDriver(settings: DriverSettings): Promise<KmsDriver>;
  /**
   * Other services of the same cloud with resources that have tags. Each has drivers of its own, which use the credentials
   * and settings of the configured cloud. Default: none.
   */
  readonly services?: readonly AdapterService[];
  /**
   * Opens what the many accounts and regions of one entry share. Sends nothing. Absent: the adapter has no fleets, and such
   * entries are refused.
   * @throws CrosstagError `configuration` if a setting is missing or wrong
   */
  openFleet?(settings: FleetSettings): Promise<FleetConnection>;
}

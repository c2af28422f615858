import type { KmsDriver, KmsProfile, DRIVER_CONTRACT } from "./kms-driver.ts";

/** How one named cloud of a configuration is reached; the same words as in `crosstag.yaml`. Never holds a secret. */
export interface CloudSettings {
  /** A variant of the provider's protocol, for example `qkms` for AWS-shaped services; default: the provider's own. */
  readonly dialect?: string;
  /** Default: what the cloud's own environment variables and profile say. */
  readonly region?: string;
  /** The account that the credentials have to belong to; default: what the cloud says they belong to. */
  readonly account?: string;
  /** A profile of the cloud's own configuration files; default: the cloud's default chain of credentials. */
  readonly profile?: string;
  /** A URL, for local clouds, private endpoints and compatible services; default: the region's public endpoint. */
  readonly endpoint?: string;
  /** Plain http to an endpoint on another machine; default: only to this machine. Everybody on the way can read it. */
  readonly allowPlainHttp?: boolean;
  /**
   * A file with the certificates (PEM) of the authorities to trust, in the place of those that Node trusts. Also for the
   * SDK's own calls, such as to assume a role.
   */
  readonly caBundle?: string;
  /** How long one call may take, seconds; default 15. A request may say otherwise (`callTimeoutMs`). */
  readonly callTimeoutSeconds?: number;
  /** A role to assume, by the SDK's own means. */
  readonly assumeRole?: { readonly arn: string; readonly sessionName?: string; readonly externalId?: string };
  /** How long the source of the credentials may take to answer, default 10 s. */
  readonly credentialsTimeoutSeconds?: number;
  /** The cloud's entry in the configuration, so that messages about its credentials can name it. */
  readonly name?: string;
  /** Requests per second by quota id, where the account's differ from the documented ones. */
  readonly quotas?: Readonly<Record<string, number>>;
  /** Assumptions about unverified behaviour by name; an adapter refuses a name that it does not know. */
  readonly assumptions?: Readonly<Record<string, string | number | boolean>>;
}

/** What an adapter package exports as `adapter`: all that a registry needs to know. */
export interface KmsAdapter {
  readonly contract: typeof DRIVER_CONTRACT;
  readonly provider: string;
  readonly title: string;
  /** The first is the default. */
  readonly dialects: readonly string[];
  /** Rules, limits and the rest without a client. @throws CrosstagError `configuration` for an unknown dialect */
  profile(dialect?: string): KmsProfile;
  /** @throws CrosstagError `configuration` where a setting is missing or wrong */
  createDriver(settings: CloudSettings): Promise<KmsDriver>;
}

import { accountControls, type AccountControls } from "./account-controls.ts";
import { checkAwsCredentials } from "./check-options.ts";
import type { CloudOptions, SharedParts } from "./cloud-options.ts";
import { pipelineParts, type CloudControls } from "./local-cloud.ts";
import { CloudServer } from "./server/cloud-server.ts";
import { immediateConsistency } from "./state/versioned.ts";
import { AwsCertificates } from "./aws/acm/aws-certificates.ts";
import { AwsAccounts, type AwsMember } from "./aws/accounts/aws-accounts.ts";
import type { AwsAccountScene } from "./aws/accounts/account-scene.ts";
import { createAwsCloud } from "./aws/create-aws-cloud.ts";
import { AwsKeys } from "./aws/aws-scene.ts";
import type { AwsDialect } from "./aws/dialect.ts";
import { AwsCredentialStore, type AwsCredentials } from "./aws/protocol/credential-store.ts";
import { AwsSecrets } from "./aws/secrets-manager/aws-secrets.ts";
import { awsDefaultSettings, qkmsDefaultSettings, type AwsSettings } from "./aws/settings.ts";

/** The options of the local AWS or QKMS. */
export interface AwsOptions extends CloudOptions {
  /** Default `["us-east-1"]`. All are served at one endpoint. A request selects its region by its signature. */
  readonly regions?: readonly string[];
  /**
   * The account of credentials that name no other: twelve digits. It is the management account if accounts are added.
   * Default `111122223333`.
   */
  readonly account?: string;
  /** The credentials that requests may be signed with. Default: `localAwsCredentials`. */
  readonly credentials?: readonly AwsCredentials[];
  /** Behaviors that no public source documents. Each has a default. */
  readonly settings?: Partial<AwsSettings>;
}

/** A running local AWS or QKMS. */
export interface LocalAws extends CloudControls {
  /** For example `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  /** The first region. */
  readonly region: string;
  /** The regions of the cloud; the first is the default. */
  readonly regions: readonly string[];
  /** The account of the cloud's credentials. */
  readonly account: string;
  /** Whether the endpoint also serves STS. */
  readonly sts: boolean;
  /** The first pair of the credentials. */
  readonly credentials: AwsCredentials;
  /** Sets and reads the keys of the cloud's own account directly, without requests. */
  readonly keys: AwsKeys;
  /** The same for its secrets. QKMS has none: no request reaches them. */
  readonly secrets: AwsSecrets;
  /** The same for its certificates. QKMS has none: no request reaches them. */
  readonly certificates: AwsCertificates;
  /** The accounts of the cloud. */
  readonly accounts: AccountControls<AwsAccountScene>;
  /** The keys of another account. Throws a `TypeError` if the cloud does not have the account. */
  in(account: string): AwsKeys;
  /** The secrets of an account, as `in`. Default: the cloud's own account. */
  secretsIn(account?: string): AwsSecrets;
  /** The certificates of an account, as `in`. Default: the cloud's own account. */
  certificatesIn(account?: string): AwsCertificates;
  /** Adds credentials, or replaces the credentials with the same access key id. */
  addCredentials(credentials: AwsCredentials): void;
  /** Removes an access key. */
  removeCredentials(accessKeyId: string): void;
}

/** The default credentials. They are public, not a secret: they only work with a local cloud. */
export const localAwsCredentials: AwsCredentials = {
  accessKeyId: "AKIALOCALCLOUDS00000",
  secretAccessKey: "local-clouds-secret-access-key-0000000000",
};

export async function startLocalAws(
  dialect: AwsDialect,
  options: AwsOptions,
  shared: SharedParts,
  servers: CloudServer[],
): Promise<LocalAws> {
  const regions = options.regions ?? ["us-east-1"];
  const [region] = regions;
  const credentials = options.credentials ?? [localAwsCredentials];
  const [first] = credentials;
  if (region === undefined) throw new TypeError(`${dialect.name}.regions is empty: list at least one region.`);
  if (first === undefined) throw new TypeError(`${dialect.name}.credentials is empty: list at least one pair.`);
  const { sts = dialect.name === "aws" } = options;
  const id = options.account ?? "111122223333";
  const store = new AwsCredentialStore(credentials);
  const accounts = new AwsAccounts(id, {
    regions,
    dialect,
    settings: {
      ...(dialect.name === "aws" ? awsDefaultSettings : qkmsDefaultSettings),
      ...options.settings,
    },
    identifiers: shared.identifiers,
    context: { clock: shared.clock, consistency: options.consistency ?? immediateConsistency },
  });
  const rateOf = (account: string, operation: string): number | undefined => parts.quotas.rateOf(account, operation);
  const cloud = createAwsCloud({ ...shared, accounts, credentials: store, sts, rateOf });
  const quotaOf = (account: string, group: string): number | undefined => accounts.find(account)?.quotas[group];
  const parts = pipelineParts(cloud.quotas, options, shared, quotaOf);
  const server = await CloudServer.start(cloud, parts, {
    host: shared.host,
    allowedHosts: shared.allowedHosts,
    port: options.port ?? 0,
  });
  servers.push(server);
  return {
    ...parts.controls,
    endpoint: server.endpoint,
    region,
    regions,
    account: id,
    sts,
    credentials: first,
    keys: new AwsKeys(partOf(accounts, id, "kms")),
    accounts: accountControls(accounts),
    secrets: new AwsSecrets(partOf(accounts, id, "secrets")),
    certificates: new AwsCertificates(partOf(accounts, id, "certificates")),
    in: (account) => new AwsKeys(partOf(accounts, account, "kms")),
    secretsIn: (account = id) => new AwsSecrets(partOf(accounts, account, "secrets")),
    certificatesIn: (account = id) => new AwsCertificates(partOf(accounts, account, "certificates")),
    addCredentials: (added) => {
      checkAwsCredentials("addCredentials", [added]);
      store.add(added);
    },
    removeCredentials: (accessKeyId) => {
      store.remove(accessKeyId);
    },
  };
}

/** What an account has of one service now. Throws at once if the cloud does not have the account. */
function partOf<Service extends "kms" | "secrets" | "certificates">(
  accounts: AwsAccounts,
  account: string,
  service: Service,
): () => AwsMember[Service] {
  accounts.get(account);
  return () => accounts.get(account)[service];
}

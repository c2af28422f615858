import { checkAwsCredentials } from "./check-options.ts";
import type { CloudOptions, SharedParts } from "./cloud-options.ts";
import { pipelineParts, type CloudControls } from "./local-cloud.ts";
import { CloudServer } from "./server/cloud-server.ts";
import { immediateConsistency } from "./state/versioned.ts";
import { AwsCloud } from "./aws/aws-cloud.ts";
import { AwsKeys } from "./aws/aws-scene.ts";
import type { AwsDialect } from "./aws/dialect.ts";
import { AwsCredentialStore, type AwsCredentials } from "./aws/protocol/credential-store.ts";
import { awsDefaultSettings, qkmsDefaultSettings, type AwsSettings } from "./aws/settings.ts";
import { AwsAccount } from "./aws/state/aws-account.ts";

/** What the local AWS KMS or QKMS can be told. */
export interface AwsOptions extends CloudOptions {
  /** Default `["us-east-1"]`. All are served at one endpoint; a request's signature says which it is for. */
  readonly regions?: readonly string[];
  /** Twelve digits. Default `111122223333`. */
  readonly account?: string;
  /** Who may sign. Default: `localAwsCredentials`. */
  readonly credentials?: readonly AwsCredentials[];
  /** Behaviours that no source settles; each has a default. */
  readonly settings?: Partial<AwsSettings>;
}

/** A running local AWS KMS or QKMS. */
export interface LocalAws extends CloudControls {
  /** For example `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  /** The first region. */
  readonly region: string;
  readonly regions: readonly string[];
  readonly account: string;
  /** Whether STS is answered at the same endpoint. */
  readonly sts: boolean;
  /** The first of the credentials. */
  readonly credentials: AwsCredentials;
  /** Scene setting and ground truth, without the wire. */
  readonly keys: AwsKeys;
  /** Makes credentials known, or replaces those with the same access key id. */
  addCredentials(credentials: AwsCredentials): void;
  /** Makes an access key unknown. */
  removeCredentials(accessKeyId: string): void;
}

/** The default credentials. They are no secret: anyone may know them, and they open nothing but a local cloud. */
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
  if (region === undefined) throw new TypeError(`${dialect.name}: name at least one region.`);
  if (first === undefined) throw new TypeError(`${dialect.name}: give at least one pair of credentials.`);
  const account = new AwsAccount({
    id: options.account ?? "111122223333",
    regions,
    dialect,
    settings: {
      ...(dialect.name === "aws" ? awsDefaultSettings : qkmsDefaultSettings),
      ...options.settings,
    },
    identifiers: shared.identifiers,
    context: { clock: shared.clock, consistency: options.consistency ?? immediateConsistency },
  });
  const { sts = dialect.name === "aws" } = options;
  const store = new AwsCredentialStore(credentials);
  const cloud = new AwsCloud(account, store, sts);
  const parts = pipelineParts(cloud.quotas, options, shared);
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
    account: account.id,
    sts,
    credentials: first,
    keys: new AwsKeys(account),
    addCredentials: (added) => {
      checkAwsCredentials("addCredentials", [added]);
      store.add(added);
    },
    removeCredentials: (accessKeyId) => {
      store.remove(accessKeyId);
    },
  };
}

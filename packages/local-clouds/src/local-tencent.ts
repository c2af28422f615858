import { accountControls, type AccountControls } from "./account-controls.ts";
import { checkTencentCredentials } from "./check-options.ts";
import type { CloudOptions, SharedParts } from "./cloud-options.ts";
import { pipelineParts, type CloudControls } from "./local-cloud.ts";
import { CloudServer } from "./server/cloud-server.ts";
import type { TencentAccountScene } from "./tencent/accounts/account-scene.ts";
import { CredentialStore, type TencentCredentials } from "./tencent/protocol/credentials.ts";
import { documentedQuotas } from "./tencent/service/services.ts";
import type { TencentSettings } from "./tencent/settings.ts";
import { createTencentCloud, type TencentScene } from "./tencent/tencent-cloud.ts";

/** The options of the local Tencent Cloud: KMS, the Tag service and Secrets Manager. */
export interface TencentOptions extends Omit<CloudOptions, "sts"> {
  /** Default `["ap-guangzhou"]`. One endpoint serves all regions. */
  readonly regions?: readonly string[];
  /** The main account of credentials that name no other: up to 15 digits. Default `100000000001`. */
  readonly account?: string;
  /** The credentials that requests may be signed with. Default: `localTencentCredentials`. */
  readonly credentials?: readonly TencentCredentials[];
  /** Behaviors that no public source documents. Each has a default. */
  readonly settings?: Partial<TencentSettings>;
}

/** A running local Tencent Cloud. `keys` and `secrets` belong to the cloud's own account in the first region. */
export interface LocalTencent extends CloudControls, TencentScene {
  /**
   * The endpoint of all services and regions, for example `http://127.0.0.1:40125`. Requests may name it, or the real
   * host of a service such as `kms.tencentcloudapi.com`, in their Host header; the signature covers that header.
   */
  readonly endpoint: string;
  /** The first region. */
  readonly region: string;
  /** The regions of the cloud; the first is the default. */
  readonly regions: readonly string[];
  /** The main account of the cloud's credentials. */
  readonly account: string;
  /** The first pair of the credentials. */
  readonly credentials: TencentCredentials;
  /** The accounts of the cloud. They are not an organization: each needs credentials of its own, or a role. */
  readonly accounts: AccountControls<TencentAccountScene>;
  /**
   * The scene of another region, or of another account (default: the cloud's own). Throws a `TypeError` if the region
   * is not served, or if the cloud does not have the account.
   */
  in(region: string, account?: string): TencentScene;
  /** Adds credentials, or replaces the credentials with the same secret id. */
  addCredentials(credentials: TencentCredentials): void;
  /** Removes credentials. */
  removeCredentials(secretId: string): void;
}

/** The default credentials. They are public, not a secret: they only work with a local cloud. */
export const localTencentCredentials: TencentCredentials = {
  secretId: "AKIDLOCALCLOUDS00000",
  secretKey: "local-clouds-secret-key",
};

export async function startLocalTencent(
  options: TencentOptions,
  shared: SharedParts,
  servers: CloudServer[],
): Promise<LocalTencent> {
  const { regions = ["ap-guangzhou"], credentials = [localTencentCredentials], consistency } = options;
  const [firstCredentials] = credentials;
  const [region] = regions;
  if (region === undefined) throw new TypeError("tencent.regions is empty: list at least one region.");
  if (firstCredentials === undefined) throw new TypeError("tencent.credentials is empty: list at least one pair.");
  const store = new CredentialStore(credentials);
  const cloud = createTencentCloud({
    regions,
    credentials: store,
    clock: shared.clock,
    identifiers: shared.identifiers,
    ...(options.account !== undefined && { account: options.account }),
    ...(consistency !== undefined && { consistency }),
    ...(options.settings !== undefined && { settings: options.settings }),
  });
  const { accounts } = cloud;
  const quotaOf = (account: string, group: string): number | undefined => accounts.find(account)?.quotas[group];
  const parts = pipelineParts(documentedQuotas, options, shared, quotaOf);
  const server = await CloudServer.start(cloud, parts, {
    host: shared.host,
    port: options.port ?? 0,
    // No web page can make these names stand for this machine, because they belong to the cloud.
    allowedHosts: [...shared.allowedHosts, ...cloud.hosts],
  });
  servers.push(server);
  return {
    ...parts.controls,
    ...cloud.sceneOf(accounts.own.id, region),
    endpoint: server.endpoint,
    region,
    regions,
    account: accounts.own.id,
    credentials: firstCredentials,
    accounts: accountControls(accounts),
    in(named, account = accounts.own.id) {
      if (!regions.includes(named)) throw new TypeError(`No region "${named}": ${regions.join(", ")} are served.`);
      return cloud.sceneOf(accounts.get(account).id, named);
    },
    addCredentials(added) {
      checkTencentCredentials("addCredentials", [added]);
      store.add(added);
    },
    removeCredentials(secretId) {
      store.remove(secretId);
    },
  };
}

import { accountControls, type AccountControls } from "./account-controls.ts";
import type { AlibabaAccountScene } from "./alibaba/accounts/account-scene.ts";
import { createAlibabaCloud, type AlibabaCloudOptions, type AlibabaState } from "./alibaba/alibaba-cloud.ts";
import { CredentialStore, type AlibabaCredentials } from "./alibaba/protocol/credentials.ts";
import { documentedQuotas } from "./alibaba/service/quotas.ts";
import type { AlibabaSettings } from "./alibaba/settings.ts";
import { checkAlibabaCredentials } from "./check-options.ts";
import type { CloudOptions, SharedParts } from "./cloud-options.ts";
import { pipelineParts, type CloudControls } from "./local-cloud.ts";
import { CloudServer, type ListenOptions } from "./server/cloud-server.ts";

/** The options of the local Alibaba Cloud KMS. */
export interface AlibabaOptions extends CloudOptions {
  /** Default `["cn-hangzhou"]`. Each region has its own endpoint, which is how a request selects its region. */
  readonly regions?: readonly string[];
  /**
   * The account of credentials that name no other: digits. It is the management account if accounts are added. Default
   * `1234567890123456`.
   */
  readonly account?: string;
  /** The credentials that requests may be signed with. Default: `localAlibabaCredentials`. */
  readonly credentials?: readonly AlibabaCredentials[];
  /** Behaviors that no public source documents. Each has a default. */
  readonly settings?: Partial<AlibabaSettings>;
}

/** Sets and reads the state of one account in one region directly, without requests. */
export type AlibabaScene = AlibabaState;

/** A running local Alibaba Cloud KMS. `keys`, `secrets` and `certificates` belong to the cloud's own account in the first region. */
export interface LocalAlibaba extends CloudControls, AlibabaScene {
  /** The endpoint of the first region, for example `http://127.0.0.1:40124`. */
  readonly endpoint: string;
  /** Endpoints by region. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** The first region. */
  readonly region: string;
  /** The regions of the cloud; the first is the default. */
  readonly regions: readonly string[];
  /** The account of the cloud's credentials. */
  readonly account: string;
  /** The first pair of the credentials. */
  readonly credentials: AlibabaCredentials;
  /** The accounts of the cloud. */
  readonly accounts: AccountControls<AlibabaAccountScene>;
  /**
   * The scene of another region, or of another account (default: the cloud's own). Throws a `TypeError` if the region
   * is not served, or if the cloud does not have the account.
   */
  in(region: string, account?: string): AlibabaScene;
  /** Adds credentials in every region, or replaces the credentials with the same access key id. */
  addCredentials(credentials: AlibabaCredentials): void;
  /** Removes an access key from every region. */
  removeCredentials(accessKeyId: string): void;
}

/** The default credentials. They are public, not a secret: they only work with a local cloud. */
export const localAlibabaCredentials: AlibabaCredentials = {
  accessKeyId: "LTAILOCALCLOUDS00000",
  accessKeySecret: "local-clouds-access-key-secret",
};

export async function startLocalAlibaba(
  options: AlibabaOptions,
  shared: SharedParts,
  servers: CloudServer[],
): Promise<LocalAlibaba> {
  const { regions = ["cn-hangzhou"], credentials = [localAlibabaCredentials] } = options;
  const [firstCredentials] = credentials;
  const [region] = regions;
  if (region === undefined) throw new TypeError("alibaba.regions is empty: list at least one region.");
  if (firstCredentials === undefined) throw new TypeError("alibaba.credentials is empty: list at least one pair.");
  const store = new CredentialStore(credentials);
  const cloud = createAlibabaCloud({ ...cloudOptions(options, shared), regions, credentials: store });
  const { accounts } = cloud;
  const quotaOf = (account: string, group: string): number | undefined => accounts.find(account)?.quotas[group];
  const parts = pipelineParts(documentedQuotas, options, shared, quotaOf);
  const endpoints: Record<string, string> = {};
  for (const [index, served] of cloud.regions.entries()) {
    const server = await CloudServer.start(served, parts, listenOptions(options.port, index, shared));
    servers.push(server);
    endpoints[served.region] = server.endpoint;
  }
  const own = (): AlibabaScene => cloud.stateOf(accounts.own.id, region);
  return {
    ...parts.controls,
    get keys() {
      return own().keys;
    },
    get secrets() {
      return own().secrets;
    },
    get certificates() {
      return own().certificates;
    },
    endpoint: endpoints[region] ?? "",
    endpoints,
    region,
    regions,
    account: accounts.own.id,
    credentials: firstCredentials,
    accounts: accountControls(accounts),
    in(named, account = accounts.own.id) {
      if (!regions.includes(named)) throw new TypeError(`No region "${named}": ${regions.join(", ")} are served.`);
      return cloud.stateOf(accounts.get(account).id, named);
    },
    addCredentials(added) {
      checkAlibabaCredentials("addCredentials", [added]);
      store.add(added);
    },
    removeCredentials(accessKeyId) {
      store.remove(accessKeyId);
    },
  };
}

/** The regions have ports in a row, unless any free port will do. */
function listenOptions(port = 0, index: number, { host, allowedHosts }: SharedParts): ListenOptions {
  return { host, allowedHosts, port: port === 0 ? 0 : port + index };
}

function cloudOptions(
  { account, sts, consistency, settings }: AlibabaOptions,
  { clock, identifiers }: SharedParts,
): Omit<AlibabaCloudOptions, "regions" | "credentials"> {
  return {
    clock,
    identifiers,
    ...(account !== undefined && { account }),
    ...(sts !== undefined && { sts }),
    ...(consistency !== undefined && { consistency }),
    ...(settings !== undefined && { settings }),
  };
}

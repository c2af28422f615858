import { createAlibabaCloud, type AlibabaCloud } from "./alibaba/alibaba-cloud.ts";
import { CredentialStore, type AlibabaCredentials } from "./alibaba/protocol/credentials.ts";
import type { AlibabaSettings } from "./alibaba/settings.ts";
import { checkAlibabaCredentials } from "./check-options.ts";
import type { CloudOptions, SharedParts } from "./cloud-options.ts";
import { pipelineParts, type CloudControls } from "./local-cloud.ts";
import { CloudServer } from "./server/cloud-server.ts";

/** The options of the local Alibaba Cloud KMS. */
export interface AlibabaOptions extends CloudOptions {
  /** Default `["cn-hangzhou"]`. Each region has its own endpoint, which is how a request selects its region. */
  readonly regions?: readonly string[];
  /** Default `1234567890123456`. */
  readonly account?: string;
  /** The credentials that requests may be signed with. Default: `localAlibabaCredentials`. */
  readonly credentials?: readonly AlibabaCredentials[];
  /** Behaviors that no public source documents. Each has a default. */
  readonly settings?: Partial<AlibabaSettings>;
}

/** Sets and reads the state of one region directly, without requests. */
export type AlibabaScene = Pick<AlibabaCloud, "keys" | "secrets" | "certificates">;

/** A running local Alibaba Cloud KMS. `keys`, `secrets` and `certificates` belong to the first region. */
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
  /** The scene of another region. Throws a `TypeError` if the region is not served. */
  in(region: string): AlibabaScene;
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
  const { regions = ["cn-hangzhou"], credentials = [localAlibabaCredentials], consistency } = options;
  const [firstCredentials] = credentials;
  const store = new CredentialStore(credentials);
  const clouds = regions.map((region) =>
    createAlibabaCloud({
      region,
      credentials: store,
      clock: shared.clock,
      identifiers: shared.identifiers,
      ...(options.account !== undefined && { account: options.account }),
      ...(options.sts !== undefined && { sts: options.sts }),
      ...(consistency !== undefined && { consistency }),
      ...(options.settings !== undefined && { settings: options.settings }),
    }),
  );
  const [first] = clouds;
  if (first === undefined) throw new TypeError("alibaba.regions is empty: list at least one region.");
  if (firstCredentials === undefined) throw new TypeError("alibaba.credentials is empty: list at least one pair.");
  const parts = pipelineParts(first.quotas, options, shared, () => undefined);
  const endpoints: Record<string, string> = {};
  for (const [index, cloud] of clouds.entries()) {
    const port = options.port === undefined || options.port === 0 ? 0 : options.port + index;
    const server = await CloudServer.start(cloud, parts, {
      host: shared.host,
      port,
      allowedHosts: shared.allowedHosts,
    });
    servers.push(server);
    endpoints[cloud.region] = server.endpoint;
  }
  return {
    ...parts.controls,
    endpoint: endpoints[first.region] ?? "",
    endpoints,
    region: first.region,
    regions,
    account: first.account,
    credentials: firstCredentials,
    keys: first.keys,
    secrets: first.secrets,
    certificates: first.certificates,
    in(region) {
      const cloud = clouds.find((candidate) => candidate.region === region);
      if (cloud === undefined) throw new TypeError(`No region "${region}": ${regions.join(", ")} are served.`);
      return cloud;
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

import { awsDialect, qkmsDialect } from "./aws/dialect.ts";
import { checkOptions } from "./check-options.ts";
import type { SharedParts } from "./cloud-options.ts";
import { startLocalAlibaba, type AlibabaOptions, type LocalAlibaba } from "./local-alibaba.ts";
import { startLocalAws, type AwsOptions, type LocalAws } from "./local-aws.ts";
import { plantSeed, type SeedFile } from "./seed.ts";
import { systemClock, type Clock } from "./server/clock.ts";
import type { CloudServer } from "./server/cloud-server.ts";
import { randomIdentifiers, sequentialIdentifiers } from "./server/identifiers.ts";

/** What to start, and how. */
export interface LocalCloudsOptions {
  /** AWS KMS. Default: on. */
  readonly aws?: AwsOptions | false;
  /** QKMS, which speaks AWS's protocol with other error names. Default: off. */
  readonly qkms?: AwsOptions | false;
  /** Alibaba Cloud KMS. Default: on. */
  readonly alibaba?: AlibabaOptions | false;
  /** What is there from the start. */
  readonly seed?: SeedFile;
  /** Rules quotas, timestamps, expiry, eventual consistency and delays; not the freshness of signatures. Default: the system's. */
  readonly clock?: Clock;
  /** `"sequential"`: ids count up, so that runs repeat. Default `"random"`. */
  readonly ids?: "random" | "sequential";
  /** Address to listen on. Default `127.0.0.1`; anything wider opens the clouds to the network. */
  readonly host?: string;
  /**
   * Names by which requests may call this machine, besides `localhost` and its loopback addresses; a request with another
   * Host header is answered with status 421. Not asked for if `host` is wider than loopback. Default: none.
   */
  readonly allowedHosts?: readonly string[];
}

/** The running clouds. A cloud that was not asked for throws a `TypeError` when touched. */
export interface LocalClouds {
  readonly aws: LocalAws;
  readonly qkms: LocalAws;
  readonly alibaba: LocalAlibaba;
  /** The environment variables with which SDKs, command lines and Crosstag find and sign in to the clouds. */
  environment(): Record<string, string>;
  /** Stops all servers and destroys their connections at once. Can be called again. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts the local clouds. Resolves when all of them listen; if one cannot, those that do are stopped again. */
export async function startLocalClouds(options: LocalCloudsOptions = {}): Promise<LocalClouds> {
  checkOptions(options);
  const shared: SharedParts = {
    clock: options.clock ?? systemClock,
    identifiers: options.ids === "sequential" ? sequentialIdentifiers() : randomIdentifiers,
    host: options.host ?? "127.0.0.1",
    allowedHosts: (options.allowedHosts ?? []).map((name) => name.toLowerCase()),
  };
  const servers: CloudServer[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  };
  try {
    const { aws: awsOptions = {}, qkms: qkmsOptions = false, alibaba: alibabaOptions = {} } = options;
    const aws = awsOptions && (await startLocalAws(awsDialect, awsOptions, shared, servers));
    const qkms = qkmsOptions && (await startLocalAws(qkmsDialect, qkmsOptions, shared, servers));
    const alibaba = alibabaOptions && (await startLocalAlibaba(alibabaOptions, shared, servers));
    if (options.seed !== undefined) plantSeed(options.seed, { aws, qkms, alibaba });
    return {
      get aws() {
        return started(aws, "aws");
      },
      get qkms() {
        return started(qkms, "qkms");
      },
      get alibaba() {
        return started(alibaba, "alibaba");
      },
      environment: () => ({
        ...awsEnvironment(aws || qkms),
        ...(!aws && qkms && { CROSSTAG_AWS_DIALECT: "qkms" }),
        ...alibabaEnvironment(alibaba),
      }),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function started<T>(cloud: T | false, name: string): T {
  if (cloud === false) throw new TypeError(`startLocalClouds was not asked to start "${name}".`);
  return cloud;
}

function awsEnvironment(cloud: LocalAws | false): Record<string, string> {
  if (cloud === false) return {};
  const { accessKeyId, secretAccessKey, sessionToken } = cloud.credentials;
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
    AWS_REGION: cloud.region,
    AWS_DEFAULT_REGION: cloud.region,
    AWS_ENDPOINT_URL_KMS: cloud.endpoint,
    ...(cloud.sts && { AWS_ENDPOINT_URL_STS: cloud.endpoint }),
  };
}

/** Alibaba's SDKs take no endpoint from the environment: it has to be given to the client. Crosstag has a variable for it. */
function alibabaEnvironment(cloud: LocalAlibaba | false): Record<string, string> {
  if (cloud === false) return {};
  const { accessKeyId, accessKeySecret, securityToken } = cloud.credentials;
  return {
    ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
    ...(securityToken !== undefined && { ALIBABA_CLOUD_SECURITY_TOKEN: securityToken }),
    ALIBABA_CLOUD_REGION_ID: cloud.region,
    CROSSTAG_ALIBABA_ENDPOINT: cloud.endpoint,
  };
}

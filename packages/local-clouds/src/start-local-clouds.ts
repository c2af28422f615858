import { awsDialect, qkmsDialect } from "./aws/dialect.ts";
import { checkOptions } from "./check-options.ts";
import type { SharedParts } from "./cloud-options.ts";
import { startLocalAlibaba, type AlibabaOptions, type LocalAlibaba } from "./local-alibaba.ts";
import { startLocalAws, type AwsOptions, type LocalAws } from "./local-aws.ts";
import { startLocalTencent, type LocalTencent, type TencentOptions } from "./local-tencent.ts";
import { applySeed, type SeedFile } from "./seed.ts";
import { systemClock, type Clock } from "./server/clock.ts";
import type { CloudServer } from "./server/cloud-server.ts";
import { randomIdentifiers, sequentialIdentifiers } from "./server/identifiers.ts";

/** Which clouds to start, and their options. */
export interface LocalCloudsOptions {
  /** AWS KMS. Default: on. */
  readonly aws?: AwsOptions | false;
  /** QKMS, which speaks AWS's protocol with other error names. Default: off. */
  readonly qkms?: AwsOptions | false;
  /** Alibaba Cloud KMS. Default: on. */
  readonly alibaba?: AlibabaOptions | false;
  /** Tencent Cloud KMS, with the Tag service and Secrets Manager. Default: off. */
  readonly tencent?: TencentOptions | false;
  /** The resources that exist from the start. */
  readonly seed?: SeedFile;
  /**
   * The clock of quotas, timestamps, expiry, eventual consistency and delays, but not of the freshness of signatures.
   * Default: the system's clock.
   */
  readonly clock?: Clock;
  /** `"sequential"`: ids count up, so that runs repeat. Default `"random"`. */
  readonly ids?: "random" | "sequential";
  /** Address to listen on. Default `127.0.0.1`; anything wider opens the clouds to the network. */
  readonly host?: string;
  /**
   * Names by which requests may call this machine, besides `localhost` and its loopback addresses. A request with
   * another Host header gets status 421. Not checked if `host` is wider than loopback. Default: none.
   */
  readonly allowedHosts?: readonly string[];
}

/** The running clouds. A cloud that was not started throws a `TypeError` when accessed. */
export interface LocalClouds {
  /** The AWS cloud. Only if it was started. */
  readonly aws: LocalAws;
  /** The QKMS cloud. Only if it was started. */
  readonly qkms: LocalAws;
  /** The Alibaba cloud. Only if it was started. */
  readonly alibaba: LocalAlibaba;
  /** The Tencent cloud. Only if it was started. */
  readonly tencent: LocalTencent;
  /**
   * The environment variables from which SDKs, command lines and Crosstag take endpoints and credentials of the clouds.
   */
  environment(): Record<string, string>;
  /** Stops all servers and destroys their connections immediately. May be called more than once. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts the local clouds. Resolves when all of them listen. If one cannot listen, the others are stopped. */
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
    const running = await startAll(options, shared, servers);
    if (options.seed !== undefined) applySeed(options.seed, running);
    return localClouds(running, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** The clouds of one start; false for a cloud that was not started. */
interface RunningClouds {
  readonly aws: LocalAws | false;
  readonly qkms: LocalAws | false;
  readonly alibaba: LocalAlibaba | false;
  readonly tencent: LocalTencent | false;
}

async function startAll(
  { aws = {}, qkms = false, alibaba = {}, tencent = false }: LocalCloudsOptions,
  shared: SharedParts,
  servers: CloudServer[],
): Promise<RunningClouds> {
  return {
    aws: aws && (await startLocalAws(awsDialect, aws, shared, servers)),
    qkms: qkms && (await startLocalAws(qkmsDialect, qkms, shared, servers)),
    alibaba: alibaba && (await startLocalAlibaba(alibaba, shared, servers)),
    tencent: tencent && (await startLocalTencent(tencent, shared, servers)),
  };
}

function localClouds({ aws, qkms, alibaba, tencent }: RunningClouds, close: () => Promise<void>): LocalClouds {
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
    get tencent() {
      return started(tencent, "tencent");
    },
    environment: () => ({
      ...(aws ? { ...awsEnvironment(aws), ...furtherServices(aws) } : qkmsEnvironment(qkms)),
      ...alibabaEnvironment(alibaba),
      ...tencentEnvironment(tencent),
    }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function started<T>(cloud: T | false, name: string): T {
  if (cloud === false) throw new TypeError(`startLocalClouds did not start "${name}". Set the option "${name}".`);
  return cloud;
}

function qkmsEnvironment(cloud: LocalAws | false): Record<string, string> {
  return cloud === false ? {} : { ...awsEnvironment(cloud), CROSSTAG_AWS_DIALECT: "qkms" };
}

/** The services of AWS that QKMS does not have. */
function furtherServices({ endpoint }: LocalAws): Record<string, string> {
  return { AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint, AWS_ENDPOINT_URL_ACM: endpoint };
}

function awsEnvironment(cloud: LocalAws): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = cloud.credentials;
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
    AWS_REGION: cloud.region,
    AWS_DEFAULT_REGION: cloud.region,
    AWS_ENDPOINT_URL_KMS: cloud.endpoint,
    ...(cloud.sts && { AWS_ENDPOINT_URL_STS: cloud.endpoint }),
    ...(cloud.accounts.list().length > 1 && {
      AWS_ENDPOINT_URL_ORGANIZATIONS: cloud.endpoint,
      AWS_ENDPOINT_URL_ACCOUNT: cloud.endpoint,
      AWS_ENDPOINT_URL_SERVICE_QUOTAS: cloud.endpoint,
    }),
  };
}

/**
 * Alibaba's SDKs do not read an endpoint from the environment: pass it to the client. Crosstag has a variable for it.
 */
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

/** Tencent's SDKs do not read an endpoint from the environment: pass it to the client. Crosstag has a variable for it. */
function tencentEnvironment(cloud: LocalTencent | false): Record<string, string> {
  if (cloud === false) return {};
  const { secretId, secretKey, token } = cloud.credentials;
  return {
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
    ...(token !== undefined && { TENCENTCLOUD_SESSION_TOKEN: token }),
    TENCENTCLOUD_REGION: cloud.region,
    CROSSTAG_TENCENT_ENDPOINT: cloud.endpoint,
  };
}

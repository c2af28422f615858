import type { OpenedCrosstag } from "@crosstag/clouds";
import type { KmsDriver } from "@crosstag/core/driver";
import { z } from "zod";
import { signAlibabaRequest } from "./signing/sign-alibaba-request.ts";
import { signAwsRequest } from "./signing/sign-aws-request.ts";
import { signTencentRequest } from "./signing/sign-tencent-request.ts";
import type { TryItCloud, TryItTarget } from "./target.ts";
import { WIRE_OPERATIONS } from "./wire-operations.ts";

/** What is read of the SDKs' clients: `native` of the drivers. */
const awsClient = z.object({ config: z.looseObject({}) });
const credentialFunction = z.custom<() => Promise<unknown>>((value) => typeof value === "function");
const awsConfig = z.object({
  credentials: credentialFunction,
  endpointProvider: z.custom<(place: object) => { readonly url: URL }>((value) => typeof value === "function"),
});
const awsCredentials = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string().optional(),
});
const credentialSource = z.custom<{ getCredential(): Promise<unknown> }>(
  (value) => typeof value === "object" && value !== null && "getCredential" in value,
);
const alibabaClient = z.object({ _endpoint: z.string(), _protocol: z.string(), _credential: credentialSource });
const alibabaCredentials = z.object({
  accessKeyId: z.string(),
  accessKeySecret: z.string(),
  securityToken: z.string().optional(),
});
const tencentClient = z.object({ credential: credentialSource });
const tencentCredentials = z.object({
  secretId: z.string(),
  secretKey: z.string(),
  token: z.string().optional(),
});

/**
 * The configured clouds as targets: the first one of AWS KMS, of QKMS, of Alibaba Cloud and of Tencent Cloud. Requests are signed with the credentials that
 * Crosstag uses there, asked for at each request. Sends nothing.
 */
export function liveTargets({ drivers }: Pick<OpenedCrosstag, "drivers">): readonly TryItTarget[] {
  const targets = new Map<TryItCloud, TryItTarget>();
  for (const driver of drivers.values()) {
    const target = targetOf(driver);
    if (target !== undefined && !targets.has(target.cloud)) targets.set(target.cloud, target);
  }
  return [...targets.values()];
}

function targetOf(driver: KmsDriver): TryItTarget | undefined {
  // A service beside the KMS, such as Secrets Manager, has other operations.
  if (driver.service !== undefined) return undefined;
  switch (driver.provider) {
    case "aws":
      return awsTarget(driver);
    case "alibaba":
      return alibabaTarget(driver);
    case "tencent":
      return tencentTarget(driver);
    default:
      return undefined;
  }
}

function awsTarget(driver: KmsDriver): TryItTarget | undefined {
  const client = awsClient.safeParse(driver.native);
  const config = awsConfig.safeParse(client.data?.config);
  if (!config.success) return undefined;
  const { credentials, endpointProvider } = config.data;
  const { region } = driver.scope;
  const endpoint =
    driver.endpoint ?? endpointProvider({ Region: region, UseDualStack: false, UseFIPS: false }).url.origin;
  return {
    ...partsOf(driver, driver.dialect === "qkms" ? "qkms" : "aws", endpoint),
    sign: async (operation, parameters) =>
      signAwsRequest(operation, parameters, {
        endpoint,
        region,
        credentials: awsCredentials.parse(await credentials()),
      }),
  };
}

function alibabaTarget(driver: KmsDriver): TryItTarget | undefined {
  const client = alibabaClient.safeParse(driver.native);
  if (!client.success) return undefined;
  const { _endpoint: host, _protocol: protocol, _credential: source } = client.data;
  const endpoint = `${(protocol || "https").toLowerCase()}://${host}`;
  return {
    ...partsOf(driver, "alibaba", endpoint),
    sign: async (operation, parameters) =>
      signAlibabaRequest(operation, parameters, {
        endpoint,
        credentials: alibabaCredentials.parse(await source.getCredential()),
      }),
  };
}

const TENCENT_ENDPOINT = "https://kms.tencentcloudapi.com";

function tencentTarget(driver: KmsDriver): TryItTarget | undefined {
  const client = tencentClient.safeParse(driver.native);
  if (!client.success) return undefined;
  const { region } = driver.scope;
  return {
    ...partsOf(driver, "tencent", driver.endpoint ?? TENCENT_ENDPOINT),
    sign: async (operation, parameters) =>
      signTencentRequest(operation, parameters, {
        endpoint: driver.endpoint,
        region,
        credentials: tencentCredentials.parse(await client.data.credential.getCredential()),
      }),
  };
}

function partsOf({ scope }: KmsDriver, cloud: TryItCloud, endpoint: string): Omit<TryItTarget, "sign"> {
  return {
    cloud,
    live: true,
    region: scope.region,
    endpoint,
    operations: WIRE_OPERATIONS[cloud],
    // Which keys a person means is not guessed in a real cloud.
    examples: { keys: [], fullNames: [], importedKeys: [] },
  };
}

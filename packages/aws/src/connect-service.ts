import type { KMSClient } from "@aws-sdk/client-kms";
import { callTimeoutMsOf, type DriverScope, type KmsDriver } from "@crosstag/core/driver";
import { type CredentialSupply, parseEndpoint } from "@crosstag/driver-kit";
import { isAwsHost } from "./aws-hosts.ts";
import { checkAccount } from "./check-account.ts";
import { type AwsKmsSettings, makeClient } from "./create-driver.ts";
import { OWN_CLIENT } from "./client.ts";
import { configuredEndpoint, refuseVariantOfEndpoint } from "./endpoint.ts";
import type { SharedConnection } from "./shared-connection.ts";
import { guardAccount } from "./guard-account.ts";
import { partitionOf } from "./partitions.ts";
import { regionOf } from "./region.ts";
import type { Identity } from "./sdk-identity.ts";
import { providerOf } from "./credentials.ts";

/** A service of AWS that is called beside KMS. */
export interface ServiceNames {
  /** The name in messages: `AWS Secrets Manager`. */
  readonly title: string;
  /** The id in the SDK, which settings of endpoints contain: `Secrets Manager`. */
  readonly sdkId: string;
}

/** What the driver of a service is created from. */
export interface ServiceConnection {
  /** Region and partition, and the account if it is configured. */
  readonly scope: DriverScope;
  /** Origin of the endpoint, if it is not one of AWS. */
  readonly endpoint: string | undefined;
  /** The time limit of a call, in milliseconds. Undefined: the engine's. */
  readonly callTimeoutMs: number | undefined;
  /** The credentials. */
  readonly supply: CredentialSupply<Identity>;
  /** Whose account they belong to. */
  readonly owner: Pick<KmsDriver, "identify">;
  /** The client of AWS KMS, for what is asked of other services with the same credentials. */
  readonly base: KMSClient;
  /** For the constructor of the service's client. */
  readonly clientSettings: ReturnType<typeof clientSettings>;
  /** Closes what belongs to the driver. */
  readonly close: () => void;
}

/**
 * Prepares the calls to a service. Sends nothing and does not load the service's SDK.
 * @param shared what it uses of another driver, and does not close. Default: it has its own
 * @throws CrosstagError `configuration` as `createAwsKmsDriver`
 */
export async function connectService(
  names: ServiceNames,
  settings: AwsKmsSettings,
  shared?: SharedConnection,
): Promise<ServiceConnection> {
  checkAccount(settings);
  const callTimeoutMs = callTimeoutMsOf(settings.callTimeoutSeconds);
  const { base, supply, owner: sharedOwner, close } = shared === undefined ? await ownBase(settings) : borrowed(shared);
  try {
    const region = settings.region ?? (await regionOf(base));
    const address = settings.endpoint ?? (await configuredEndpoint(names.sdkId, settings.profile));
    if (address !== undefined) checkEndpoint(address, settings);
    await refuseVariantOfEndpoint(base, address);
    const origin = address === undefined ? undefined : new URL(address);
    const endpoint = origin === undefined || isAwsHost(origin.hostname) ? undefined : origin.origin;
    const { account } = settings;
    return {
      scope: { region, partition: partitionOf(region), ...(account !== undefined && { account }) },
      endpoint,
      callTimeoutMs,
      supply,
      owner:
        sharedOwner ??
        guardAccount({ client: base, supply, endpoint, region, accountConfigured: account !== undefined }),
      base,
      clientSettings: clientSettings(base, { region, supply, address }),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

interface Base {
  readonly base: KMSClient;
  readonly supply: CredentialSupply<Identity>;
  readonly owner?: Pick<KmsDriver, "identify">;
  readonly close: () => void;
}

async function ownBase(settings: AwsKmsSettings): Promise<Base> {
  // Its endpoint is that of KMS, which is not called.
  const { endpoint: _, ...others } = settings;
  const { client, supply, close } = await makeClient(others);
  return { base: client, supply, close };
}

function borrowed({ base, supply, owner }: SharedConnection): Base {
  return { base, supply, owner, close: () => {} };
}

function checkEndpoint(address: string, { allowPlainHttp = false }: AwsKmsSettings): void {
  const example = "https://secretsmanager.example.com";
  parseEndpoint(address, { provider: "aws", example, allowPath: true, allowPlainHttp });
}

function clientSettings(
  { config }: KMSClient,
  {
    region,
    supply,
    address,
  }: {
    readonly region: string;
    readonly supply: CredentialSupply<Identity>;
    readonly address: string | undefined;
  },
) {
  // A client would look for these in the environment and the profile again.
  const { requestHandler, useFipsEndpoint, useDualstackEndpoint, defaultUserAgentProvider } = config;
  return {
    ...OWN_CLIENT,
    region,
    credentials: providerOf(supply),
    requestHandler,
    useFipsEndpoint,
    useDualstackEndpoint,
    defaultUserAgentProvider,
    ...(address !== undefined && { endpoint: address }),
  };
}

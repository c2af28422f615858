import type { CloudSettings } from "@crosstag/core/driver";
import { CLOUD_SETTINGS, refuseUnknownSettings, type OptionNames } from "@crosstag/core/internal";
import { readCaBundle, refuseSettingsOfClient } from "@crosstag/driver-kit";
import type { HttpTransport } from "@crosstag/driver-kit/http";
import { checkAccount } from "./check-account.ts";
import { commonParts } from "./common-parts.ts";
import { configurationError } from "./configuration-error.ts";
import { createCredentials, credentialsOf } from "./credentials.ts";
import type { AlibabaKmsDriver } from "./alibaba-kms-driver.ts";
import { checkEndpoint, type Endpoint, resolveEndpoint } from "./endpoint.ts";
import type { CredentialFunction } from "./credential-function.ts";
import type { FixedCredentials } from "./fixed-credentials.ts";
import { loadDriver } from "./load-driver.ts";
import { nativeMaker } from "./native-maker.ts";
import type { OpenApiClient } from "./open-api-client.ts";
import { quotasFor } from "./quotas.ts";
import { checkRegion, resolveRegion } from "./region.ts";
import { KmsRequests } from "./requests.ts";
import type { Credentials } from "./sdk-credentials.ts";
import { loadSigningFunctions } from "./sdk.ts";
import { RequestSigner } from "./sign-request.ts";

/** Settings from which a client is created; in code they can also contain credentials. */
export interface AlibabaKmsSettings extends CloudSettings {
  /** Not together with settings; see `AlibabaClientOptions`. */
  readonly client?: never;
  /**
   * An access key, a session, or a function that returns one, which is called again before it ends. Default: `profile`, or
   * else the SDK's default chain.
   */
  readonly credentials?: FixedCredentials | CredentialFunction;
}

/**
 * A client of `@alicloud/openapi-client`. The driver does not change it, and leaves it open when it closes.
 */
export interface AlibabaClientOptions
  extends
    Pick<CloudSettings, "dialect" | "region" | "account" | "quotas" | "assumptions" | "callTimeoutSeconds">,
    Readonly<Partial<Record<(typeof SETTINGS_OF_CLIENT)[number], never>>> {
  /** The client. Its `regionId` is the default of `region`. */
  readonly client: OpenApiClient;
}

/** Settings that a client already has: they cannot be set together with one. */
const SETTINGS_OF_CLIENT = ["profile", "endpoint", "allowPlainHttp", "caBundle", "assumeRole", "credentials"] as const;

/** Either settings, from which a client is created, or a client. */
export type AlibabaKmsOptions = AlibabaKmsSettings | AlibabaClientOptions;

/** The names of all options. */
export const SETTINGS: OptionNames<AlibabaKmsSettings> = { ...CLOUD_SETTINGS, client: true, credentials: true };

/**
 * Creates the driver for one account and region of Alibaba Cloud KMS. Loads the SDKs; sends nothing.
 * @throws CrosstagError `configuration` if an option is missing, unknown, wrong or contradicts another
 */
export async function createAlibabaKmsDriver(options: AlibabaKmsOptions = {}): Promise<AlibabaKmsDriver> {
  refuseUnknownSettings("createAlibabaKmsDriver", options, SETTINGS, "alibaba");
  return createDriver(options);
}

/** As `createAlibabaKmsDriver`, for settings whose names were checked. @throws CrosstagError `configuration` */
export async function createDriver(options: AlibabaKmsOptions): Promise<AlibabaKmsDriver> {
  return createFrom(options, () => (options.client === undefined ? makeClient(options) : takeClient(options)));
}

async function createFrom(
  options: AlibabaKmsOptions,
  makeParts: () => Promise<ClientParts>,
): Promise<AlibabaKmsDriver> {
  const common = commonParts(options);
  checkAccount(options);
  const quotas = quotasFor(options.quotas);
  const parts = await makeParts();
  const { models, Client, assemble } = await loadDriver();
  const { signer, transport, endpoint, region } = parts;
  return assemble({
    ...common,
    ...parts,
    quotas,
    scope: { region, ...(options.account !== undefined && { account: options.account }) },
    requests: new KmsRequests(models, region),
    client: new Client(signer, transport, endpoint),
  });
}

/** A client with its parts. */
export interface ClientParts {
  readonly signer: RequestSigner;
  readonly credentials: Credentials;
  /** The SDK's client. */
  readonly native: () => OpenApiClient;
  readonly endpoint: Endpoint;
  readonly region: string;
  readonly transport: HttpTransport;
  /** Closes what belongs to the driver. */
  readonly close: () => Promise<void>;
}

/** Creates a client. Sends nothing. @throws CrosstagError `configuration` if a setting is wrong */
export async function makeClient(settings: AlibabaKmsSettings): Promise<ClientParts> {
  if (settings.assumeRole !== undefined && !/^acs:ram::\d+:role\/.+$/.test(settings.assumeRole.arn)) {
    throw configurationError(
      "assumeRole.arn is not the ARN of a role.",
      "Write it like acs:ram::1234567890:role/tagger.",
    );
  }
  if (settings.credentials !== undefined && settings.profile !== undefined) {
    throw configurationError('"credentials" and "profile" cannot be set together.', "Remove one of them.");
  }
  const region = await resolveRegion(settings);
  const endpoint = resolveEndpoint(settings.endpoint, region, settings.allowPlainHttp);
  const certificates = settings.caBundle === undefined ? undefined : readCaBundle(settings.caBundle, "alibaba");
  const { HttpTransport } = await import("@crosstag/driver-kit/http");
  const { allowPlainHttp } = settings;
  const transport = new HttpTransport({ provider: "alibaba", certificates, allowPlainHttp });
  const credentials = await createCredentials(settings, region, transport);
  const close = closerOf(credentials, transport);
  return { ...(await signerFor(credentials, endpoint, region)), credentials, endpoint, region, transport, close };
}

function closerOf(credentials: Credentials, transport: HttpTransport): ClientParts["close"] {
  return async () => {
    credentials.close();
    await transport.close();
  };
}

async function signerFor(
  credentials: Credentials,
  endpoint: Endpoint,
  region: string,
): Promise<Pick<ClientParts, "signer" | "native">> {
  const native = (await nativeMaker(endpoint, region))(credentials);
  return { native: () => native, signer: new RequestSigner(native, credentials, await loadSigningFunctions()) };
}

async function takeClient(options: AlibabaClientOptions): Promise<ClientParts> {
  refuseSettingsOfClient(options, SETTINGS_OF_CLIENT, configurationError);
  const { client } = options;
  if (typeof client?.doRequest !== "function")
    throw configurationError(
      "The client is not a client of @alicloud/openapi-client.",
      "Pass a client of that package, version 0.4.",
    );
  const region = options.region ?? client._regionId;
  if (!region)
    throw configurationError("No region is set for Alibaba Cloud KMS.", 'Set "region", or regionId of the client.');
  checkRegion(region);
  if (!client._endpoint || !URL.canParse(`https://${client._endpoint}`)) {
    throw configurationError("The client has no endpoint.", `Create it with endpoint: "kms.${region}.aliyuncs.com".`);
  }
  if (client._signatureAlgorithm && client._signatureAlgorithm !== "ACS3-HMAC-SHA256") {
    throw configurationError(
      "The client does not sign with ACS3-HMAC-SHA256.",
      "Remove signatureAlgorithm from its configuration.",
    );
  }
  if (!client._credential)
    throw configurationError(
      "The client has no credentials.",
      "Create it with accessKeyId and accessKeySecret, or with credential.",
    );
  const credentials = credentialsOf(client._credential);
  const endpoint = checkEndpoint(`${client._protocol || "https"}:`.toLowerCase(), client._endpoint, region);
  const { HttpTransport } = await import("@crosstag/driver-kit/http");
  const transport = new HttpTransport({ provider: "alibaba" });
  return {
    signer: new RequestSigner(client, credentials, await loadSigningFunctions()),
    credentials,
    native: () => client,
    endpoint,
    region,
    transport,
    close: closerOf(credentials, transport),
  };
}

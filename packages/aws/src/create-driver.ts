import type { KMSClient } from "@aws-sdk/client-kms";
import { callTimeoutMsOf, type CloudSettings, type KmsDriver } from "@crosstag/core/driver";
import { CLOUD_SETTINGS, refuseUnknownSettings, type OptionNames } from "@crosstag/core/internal";
import { resolveAssumptions } from "./assumptions.ts";
import { type CredentialSupply, parseEndpoint, readCaBundle, refuseSettingsOfClient } from "@crosstag/driver-kit";
import { askAccountOnce } from "./ask-account-once.ts";
import { checkAccount } from "./check-account.ts";
import { classifyFailure } from "./classify-failure.ts";
import { configurationError } from "./configuration-error.ts";
import { createCredentials, providerOf } from "./credentials.ts";
import { atOtherEndpoint, resolveDialect } from "./dialects.ts";
import type { AwsKmsDriver } from "./aws-kms-driver.ts";
import type { SenderMemory } from "./client.ts";
import type { SourceSearch } from "./find-source.ts";
import { endpointOfEnvironment, refuseVariantOfEndpoint } from "./endpoint.ts";
import { kmsAnswers } from "./kms-answers.ts";
import { checkHomeDirectory } from "./home-directory.ts";
import { partitionOf } from "./partitions.ts";
import { profileFor } from "./profile.ts";
import { quotasFor } from "./quotas.ts";
import { checkRegion, regionOf } from "./region.ts";
import type { Identity, SdkCredentials } from "./sdk-identity.ts";
import { type SharedConnection, shareConnection } from "./shared-connection.ts";

/** Settings from which a client is created; in code they can also contain credentials. */
export interface AwsKmsSettings extends CloudSettings {
  /** Not together with settings; see `AwsClientOptions`. */
  readonly client?: never;
  /** A fixed identity or a provider of the SDK; default: `profile`, or else the SDK's default chain. */
  readonly credentials?: SdkCredentials;
}

/**
 * A client of `@aws-sdk/client-kms`. The driver does not change it, does not use its retries (the engine repeats calls)
 * and leaves it open when it closes.
 */
export interface AwsClientOptions
  extends
    Pick<CloudSettings, "dialect" | "account" | "quotas" | "assumptions" | "callTimeoutSeconds">,
    Readonly<Partial<Record<(typeof SETTINGS_OF_CLIENT)[number], never>>> {
  /** The client. Its region and endpoint are those of the driver. */
  readonly client: KMSClient;
}

/** Settings that a client already has: they cannot be set together with one. */
const SETTINGS_OF_CLIENT = [
  "region",
  "profile",
  "endpoint",
  "allowPlainHttp",
  "caBundle",
  "assumeRole",
  "credentials",
] as const;

/** Either settings, from which a client is created, or a client. */
export type AwsKmsOptions = AwsKmsSettings | AwsClientOptions;

/** The names of all options. */
export const SETTINGS: OptionNames<AwsKmsSettings> = { ...CLOUD_SETTINGS, client: true, credentials: true };

/**
 * Creates the driver for one account and region of AWS KMS. Loads the SDK; sends nothing.
 * @throws CrosstagError `configuration` if an option is missing, unknown, wrong or contradicts another
 */
export async function createAwsKmsDriver(options: AwsKmsOptions = {}): Promise<AwsKmsDriver> {
  refuseUnknownSettings("createAwsKmsDriver", options, SETTINGS, "aws");
  return createDriver(options);
}

/** As `createAwsKmsDriver`, for settings whose names were checked. @throws CrosstagError `configuration` */
export async function createDriver(options: AwsKmsOptions): Promise<AwsKmsDriver> {
  return createFrom(options, () => (options.client === undefined ? makeClient(options) : takeClient(options)));
}

/** What the drivers of a fleet share: it outlives them. */
export interface SharedParts extends SharedConnection {
  /** The endpoint, if it has been resolved and checked for another driver. */
  readonly resolved: ClientParts["resolved"] | undefined;
  /** What the clients of the same endpoint and region have learned. */
  readonly memory: SenderMemory;
}

/**
 * Creates the driver for one account and region of a fleet. Closing it leaves open what it shares.
 * @throws CrosstagError `configuration` as `createAwsKmsDriver`
 */
export async function createDriverOfFleet(settings: AwsKmsSettings, shared: SharedParts): Promise<AwsKmsDriver> {
  return createFrom(settings, () => makeSharedClient(settings, shared));
}

async function createFrom(
  options: AwsKmsOptions,
  makeParts: () => ClientParts | Promise<ClientParts>,
): Promise<AwsKmsDriver> {
  const dialect = resolveDialect(options.dialect);
  const assumptions = resolveAssumptions(options.assumptions);
  const profile = { ...profileFor(dialect, assumptions), quotas: quotasFor(options.quotas) };
  const { account } = options;
  checkAccount(options);
  const callTimeoutMs = callTimeoutMsOf(options.callTimeoutSeconds);
  const { client, supply, lean, owner: watched, resolved, memory, close } = await makeParts();
  try {
    const region = await regionOf(client);
    if (lean && resolved === undefined) {
      await refuseVariantOfEndpoint(client, options.endpoint ?? endpointOfEnvironment());
    }
    const [{ assembleDriver }, { createSender }, { guardAccount }, { resolveEndpoint }] = await Promise.all([
      import("./driver.ts"),
      import("./client.ts"),
      import("./guard-account.ts"),
      import("./resolve-endpoint.ts"),
    ]);
    const { endpoint } = resolved ?? { endpoint: await resolveEndpoint(client).catch(explainEndpoint) };
    const scope = { region, partition: partitionOf(region), ...(account !== undefined && { account }) };
    const spoken = endpoint === undefined ? dialect : atOtherEndpoint(dialect);
    const form = kmsAnswers(spoken);
    const sender = createSender(client, { form, lean, supply, memory });
    const accountConfigured = account !== undefined;
    const owner =
      watched ??
      askAccountOnce(guardAccount({ client, kms: { sender, form }, supply, endpoint, region, accountConfigured }));
    if (supply !== undefined) shareConnection({ base: client, supply, owner });
    const driver = assembleDriver({
      profile,
      dialect: spoken,
      scope,
      client,
      supply,
      sender,
      endpoint,
      owner,
      close,
    });
    return callTimeoutMs === undefined ? driver : { ...driver, callTimeoutMs };
  } catch (error) {
    close();
    throw error;
  }
}

/** The SDK finds settings in the environment and the profile, which can contradict each other. */
function explainEndpoint(error: unknown): never {
  const { code, message, hint = "Check the endpoint." } = classifyFailure(error);
  if (code === "configuration") throw configurationError(message, hint, error);
  throw error;
}

interface ClientParts {
  readonly client: KMSClient;
  /** The source of its credentials, if the client was created here. */
  readonly supply?: CredentialSupply<Identity>;
  /** The client was created here: its configuration does not change. */
  readonly lean: boolean;
  /** Whose account the credentials belong to, if that is watched elsewhere. */
  readonly owner?: Pick<KmsDriver, "identify">;
  /** The endpoint, if it has been resolved and checked; undefined in it: one of AWS. Absent: it has not. */
  readonly resolved?: { readonly endpoint: string | undefined };
  /** What clients of the same endpoint and region share. Default: nothing. */
  readonly memory?: SenderMemory;
  /** Closes what belongs to the driver. */
  readonly close: () => void;
}

/** A client that was created from settings. */
export interface OwnClient extends ClientParts {
  /** The source of its credentials. */
  readonly supply: CredentialSupply<Identity>;
  /** Where the credentials come from, as far as it is known. */
  readonly searchOf: () => SourceSearch;
}

/** Creates a client. Sends nothing. @throws CrosstagError `configuration` if a setting is wrong */
export async function makeClient(settings: AwsKmsSettings): Promise<OwnClient> {
  checkHomeDirectory();
  const { caBundle = process.env["AWS_CA_BUNDLE"], allowPlainHttp = false } = settings;
  checkAddress(settings);
  const certificates = caBundle ? readCaBundle(caBundle, "aws") : undefined;
  const { supply, provider, bind, searchOf } = createCredentials(settings);
  const { createKmsClient } = await import("./client.ts");
  const client = createKmsClient({ ...addressOf(settings), credentials: provider }, { certificates, allowPlainHttp });
  bind(client);
  const close = () => {
    supply.close();
    client.destroy();
  };
  return { client, supply, lean: true, close, searchOf };
}

async function makeSharedClient(
  settings: AwsKmsSettings,
  { supply, base, owner, resolved, memory }: SharedParts,
): Promise<ClientParts> {
  checkAddress(settings);
  const { createKmsClient } = await import("./client.ts");
  const credentials = providerOf(supply);
  // Every client would look for these in the environment and the profile again.
  const { requestHandler, useFipsEndpoint, useDualstackEndpoint, defaultUserAgentProvider } = base.config;
  const found = { requestHandler, useFipsEndpoint, useDualstackEndpoint, defaultUserAgentProvider };
  const client = createKmsClient({ ...addressOf(settings), ...found, credentials });
  return { client, supply, lean: true, owner, memory, ...(resolved !== undefined && { resolved }), close: () => {} };
}

function checkAddress({ region, endpoint, allowPlainHttp = false }: AwsKmsSettings): void {
  if (region !== undefined) checkRegion(region);
  if (endpoint !== undefined)
    parseEndpoint(endpoint, { provider: "aws", example: "https://kms.example.com", allowPath: true, allowPlainHttp });
}

function addressOf({ region, profile, endpoint }: AwsKmsSettings) {
  return {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
  };
}

function takeClient(options: AwsClientOptions): ClientParts {
  refuseSettingsOfClient(options, SETTINGS_OF_CLIENT, configurationError);
  const { client } = options;
  if (typeof client.middlewareStack?.clone !== "function" || typeof client.config?.region !== "function") {
    throw configurationError("The client is not a client of @aws-sdk/client-kms.", "Pass a KMSClient.");
  }
  return { client, lean: false, close: () => {} };
}

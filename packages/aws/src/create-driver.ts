import type { KMSClient } from "@aws-sdk/client-kms";
import type { CloudSettings, KmsDriver } from "@crosstag/core/driver";
import { resolveAssumptions } from "./assumptions.ts";
import { configurationError } from "./configuration-error.ts";
import { type CredentialSource, credentialSourceFor } from "./credentials.ts";
import { resolveDialect } from "./dialects.ts";
import { checkHomeDirectory } from "./home-directory.ts";
import { isLoopback } from "./loopback.ts";
import { partitionOf } from "./partitions.ts";
import { profileFor } from "./profile.ts";
import { quotasFor } from "./quotas.ts";

/** Settings from which a client is made; with credentials in code, if not by the SDK's own means. */
export interface AwsKmsSettings extends CloudSettings {
  readonly client?: never;
  /** Default: the SDK's default chain, or `profile`. A fixed identity or a provider of the SDK. */
  readonly credentials?: CredentialSource;
}

/**
 * A client of `@aws-sdk/client-kms` that stays its owner's: nothing in it is changed, its retries are not used (the
 * engine repeats calls), and closing the driver leaves it open.
 */
export interface AwsClientOptions extends Pick<CloudSettings, "dialect" | "account" | "quotas" | "assumptions"> {
  readonly client: KMSClient;
  readonly region?: never;
  readonly profile?: never;
  readonly endpoint?: never;
  readonly assumeRole?: never;
  readonly credentials?: never;
}

/** Either settings, from which a client is made, or a client. */
export type AwsKmsOptions = AwsKmsSettings | AwsClientOptions;

/**
 * The driver for one account and region of AWS KMS. Loads the SDK; sends nothing.
 * @throws CrosstagError `configuration` where an option is missing, wrong or contradicts another
 */
export async function createAwsKmsDriver(options: AwsKmsOptions = {}): Promise<KmsDriver> {
  const dialect = resolveDialect(options.dialect);
  const assumptions = resolveAssumptions(options.assumptions);
  const profile = { ...profileFor(dialect, assumptions), quotas: quotasFor(options.quotas) };
  const { account } = options;
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw configurationError(
      "The account is not the number of an AWS account.",
      'Set "account" to twelve digits, in quotes.',
    );
  }
  const client = options.client === undefined ? await makeClient(options) : takeClient(options);
  const ownsClient = options.client === undefined;
  try {
    const region = await regionOf(client);
    const [{ assembleDriver }, { createSender }] = await Promise.all([import("./driver.ts"), import("./client.ts")]);
    const scope = { region, partition: partitionOf(region), ...(account !== undefined && { account }) };
    return assembleDriver({ profile, dialect, scope, client, ownsClient, sender: createSender(client, ownsClient) });
  } catch (error) {
    if (ownsClient) client.destroy();
    throw error;
  }
}

async function makeClient(settings: AwsKmsSettings): Promise<KMSClient> {
  checkHomeDirectory();
  const { region, profile, endpoint } = settings;
  if (endpoint !== undefined) checkEndpoint(endpoint);
  const credentials = await credentialSourceFor(settings);
  const { createKmsClient } = await import("./client.ts");
  return createKmsClient({
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
  });
}

function takeClient(options: AwsClientOptions): KMSClient {
  for (const name of ["region", "profile", "endpoint", "assumeRole", "credentials"] as const) {
    if (options[name] !== undefined) {
      throw configurationError(
        `"client" and "${name}" cannot be set together.`,
        `Leave one of them out; the client has its own ${name}.`,
      );
    }
  }
  const { client } = options;
  if (typeof client.middlewareStack?.clone !== "function" || typeof client.config?.region !== "function") {
    throw configurationError("The client is not one of @aws-sdk/client-kms.", "Pass a KMSClient.");
  }
  return client;
}

function checkEndpoint(endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== "" ||
    url.password !== "" ||
    url.search !== "" ||
    url.hash !== ""
  ) {
    throw configurationError(
      "The endpoint is not the URL of a service.",
      "Write it like https://kms.example.com, without a user or a query.",
    );
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw configurationError("The endpoint is plain http and not on this machine.", "Use an https endpoint.");
  }
}

async function regionOf(client: KMSClient): Promise<string> {
  try {
    return await client.config.region();
  } catch (error) {
    const hint = 'Set "region", the environment variable AWS_REGION, or region in the profile.';
    throw configurationError("No region is set for AWS KMS.", hint, error);
  }
}

import type { CloudSettings, DriverScope, KmsDriver } from "@crosstag/core/driver";
import { readCaBundle } from "@crosstag/driver-kit";
import { type Assumptions, resolveAssumptions } from "./assumptions.ts";
import { TencentClient } from "./client.ts";
import { configurationError } from "./configuration-error.ts";
import { createCredentials, type Credentials } from "./credentials.ts";
import { resolveDialect } from "./dialects.ts";
import { type Endpoints, resolveEndpoints } from "./endpoints.ts";
import type { CredentialFunction, FixedCredentials } from "./fixed-credentials.ts";
import { guardAccount } from "./guard-account.ts";
import { resolveRegion } from "./region.ts";
import { ROLE_NAME } from "./role-session.ts";
import { type CommonSdk, loadSdk, loadSignFunction } from "./sdk.ts";
import { RequestSigner } from "./sign-request.ts";

/** Settings from which a driver is created; in code they can also contain credentials. */
export interface TencentKmsSettings extends CloudSettings {
  /**
   * An API key, a session, or a function that returns one, which is called again before it ends. Default: `profile`, or else
   * the default chain.
   */
  readonly credentials?: FixedCredentials | CredentialFunction;
}

/** What the drivers of all services of one account and region share. */
export interface Connection {
  /** Makes the calls. */
  readonly client: TencentClient;
  /** Where calls get their credentials. */
  readonly credentials: Credentials;
  /** Whose account they belong to. */
  readonly owner: Pick<KmsDriver, "identify">;
  /** The addresses of the services. */
  readonly endpoints: Endpoints;
  /** Region, and the account if it is configured. */
  readonly scope: DriverScope;
  /** What applies to undocumented behavior. */
  readonly assumptions: Assumptions;
  /** The SDK. */
  readonly sdk: CommonSdk;
  /** Closes the connections. */
  readonly close: () => Promise<void>;
}

/** Opens the connection of an account and region. Sends nothing. @throws CrosstagError `configuration` if a setting is wrong */
export async function openConnection(settings: TencentKmsSettings): Promise<Connection> {
  resolveDialect(settings.dialect);
  checkSettings(settings);
  const assumptions = resolveAssumptions(settings.assumptions);
  const region = await resolveRegion(settings);
  const endpoints = resolveEndpoints(settings.endpoint, region, settings.allowPlainHttp);
  const certificates = settings.caBundle === undefined ? undefined : readCaBundle(settings.caBundle, "tencent");
  const [{ HttpTransport }, sdk, sign] = await Promise.all([
    import("@crosstag/driver-kit/http"),
    loadSdk(),
    loadSignFunction(),
  ]);
  const { allowPlainHttp, account } = settings;
  const transport = new HttpTransport({ provider: "tencent", certificates, allowPlainHttp });
  const clientWith = (signer: RequestSigner) => new TencentClient({ signer, transport, endpoints, region });
  const unsigned = new RequestSigner(undefined, sign);
  const credentials = createCredentials(settings, sdk, (given) =>
    clientWith(given === undefined ? unsigned : unsigned.withCredentials({ credentialsFor: () => given })),
  );
  const signer = unsigned.withCredentials(credentials);
  const client = clientWith(signer);
  return {
    client,
    credentials,
    owner: guardAccount({
      client,
      signer,
      credentials,
      ownEndpoint: endpoints.own,
      accountConfigured: account !== undefined,
      assumptions,
    }),
    endpoints,
    scope: { region, ...(account !== undefined && { account }) },
    assumptions,
    sdk,
    close: async () => {
      credentials.close();
      await transport.close();
    },
  };
}

function checkSettings({ account, name, assumeRole, credentials, profile }: TencentKmsSettings): void {
  if (account !== undefined && !/^\d{1,20}$/.test(account))
    throw configurationError(
      `The account${name === undefined ? "" : ` of the cloud ${JSON.stringify(name)}`} is not the number of a Tencent Cloud account.`,
      'Set "account" to the number (uin) of the main account, in quotes.',
    );
  if (assumeRole !== undefined && !ROLE_NAME.test(assumeRole.arn))
    throw configurationError(
      "assumeRole.arn is not the full name of a role.",
      "Write it like qcs::cam::uin/100000000001:roleName/tagger.",
    );
  if (credentials !== undefined && profile !== undefined)
    throw configurationError('"credentials" and "profile" cannot be set together.', "Remove one of them.");
  if (profile !== undefined && !/^[\w.@-]{1,128}$/.test(profile))
    throw configurationError("The profile is not the name of a profile of tccli.", "Use letters, digits and . _ - @.");
}

import type { KMSClient } from "@aws-sdk/client-kms";
import { CredentialSupply, credentialsTimeoutMsOf } from "@crosstag/driver-kit";
import { configurationError } from "./configuration-error.ts";
import { ROLE_ARN } from "./role-arn.ts";
import type { Identity, IdentityProperties } from "./sdk-identity.ts";
import type { SourceSearch } from "./find-source.ts";
import { type CredentialSettings, SdkCredentialSource } from "./sdk-credential-source.ts";
import { readProfiles } from "./shared-profiles.ts";

/** Credentials are replaced this long before their end, milliseconds, as the SDKs of AWS do. */
const EARLY_MS = 5 * 60_000;

/** A supply as the SDK takes it. */
type SupplyProvider = (() => Promise<Identity>) & { readonly memoized: true };

/** A supply for a client of the SDK. `memoized` keeps the SDK from adding its own cache. */
export function providerOf(supply: CredentialSupply<Identity>): SupplyProvider {
  return Object.assign(supply.get.bind(supply), { memoized: true as const });
}

/** Where the calls of a driver get their credentials. */
export interface ClientCredentials {
  /** Asks the source, and keeps its answer. */
  readonly supply: CredentialSupply<Identity>;
  /** For the SDK's client. */
  readonly provider: SupplyProvider;
  /** Where they come from, as far as it is known. */
  readonly searchOf: () => SourceSearch;
  /** Names the client that calls, whose region and connections the questions use. */
  readonly bind: (client: KMSClient) => void;
}

/**
 * Creates the source of credentials: the ones that were passed in, or else the SDK's default chain, which reads the
 * profile; with `assumeRole`, a role that is assumed with them. Loads the SDK's package when it is first asked.
 * @throws CrosstagError `configuration` if the role's ARN or the time limit is invalid
 */
export function createCredentials(settings: CredentialSettings): ClientCredentials {
  const { assumeRole, name } = settings;
  if (assumeRole !== undefined && !ROLE_ARN.test(assumeRole.arn)) {
    throw configurationError(
      "assumeRole.arn is not the ARN of a role.",
      "Write it like arn:aws:iam::111122223333:role/tagger.",
    );
  }
  const timeoutMs = credentialsTimeoutMsOf(settings.credentialsTimeoutSeconds, configurationError);
  let properties: IdentityProperties = {};
  const source = new SdkCredentialSource(settings, () => properties);
  const supply = new CredentialSupply<Identity>(source, { timeoutMs, name, earlyMs: EARLY_MS });
  return {
    supply,
    provider: providerOf(supply),
    searchOf: () => source.search,
    bind: ({ config }) => {
      properties = { callerClientConfig: config };
    },
  };
}

/** Makes a client that was passed in ask for its credentials again, and returns whether they are other ones. */
export async function renewCredentialsOf({ config }: KMSClient): Promise<boolean> {
  // The SDK reads its files once in the life of a process, unless this reads them again.
  await readProfiles();
  const before = await config.credentials();
  const after = await config.credentials({ forceRefresh: true });
  return before.accessKeyId !== after.accessKeyId || before.sessionToken !== after.sessionToken;
}

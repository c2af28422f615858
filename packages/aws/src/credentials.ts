import type { KMSClient } from "@aws-sdk/client-kms";
import type { CloudSettings } from "@crosstag/core/driver";
import {
  CredentialProblem,
  type CredentialSource,
  CredentialSupply,
  credentialsTimeoutMsOf,
} from "@crosstag/driver-kit";
import { configurationError } from "./configuration-error.ts";
import { describeSource, renewalHint } from "./describe-source.ts";
import { explainCredentialFailure, problemOfSource } from "./explain-credentials.ts";
import { findSource, type SourceSearch } from "./find-source.ts";
import { processCredentials } from "./process-credentials.ts";
import type { Identity, IdentityProperties, SdkCredentials } from "./sdk-identity.ts";
import { type Profiles, readProfiles } from "./shared-profiles.ts";

/** The settings that determine the source of the credentials. */
export type CredentialSettings = Pick<
  CloudSettings,
  "region" | "profile" | "assumeRole" | "name" | "credentialsTimeoutSeconds"
> & { readonly credentials?: SdkCredentials };

const ROLE_ARN = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
/** Credentials are replaced this long before their end, milliseconds, as the SDKs of AWS do. */
const EARLY_MS = 5 * 60_000;
/** Without it the SDK would print remarks about credentials on standard error. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

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
  let search: SourceSearch = { source: { kind: "environment" }, roles: [] };
  const source = sourceFor(
    settings,
    () => properties,
    (found) => {
      search = found;
    },
  );
  const supply = new CredentialSupply<Identity>(source, { timeoutMs, name, earlyMs: EARLY_MS });
  return {
    supply,
    provider: providerOf(supply),
    searchOf: () => search,
    bind: ({ config }) => {
      properties = { callerClientConfig: config };
    },
  };
}

function sourceFor(
  settings: CredentialSettings,
  propertiesOf: () => IdentityProperties,
  onFound: (search: SourceSearch) => void,
): CredentialSource<Identity> {
  const { profile, assumeRole, credentials } = settings;
  let search: SourceSearch | undefined;

  async function askSource(properties: IdentityProperties, signal: AbortSignal): Promise<Identity> {
    if (credentials !== undefined) return typeof credentials === "function" ? credentials(properties) : credentials;
    const profiles = await readProfiles();
    search = findSource(profile, process.env, profiles);
    onFound(search);
    const problem = problemOfSource(search.source);
    if (problem !== undefined) throw problem;
    if (search.source.kind === "process") return processIdentity(search, profiles, properties, signal);
    const { fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
    const { callerClientConfig: client } = properties;
    return fromNodeProviderChain({
      ...(profile !== undefined && { profile }),
      ignoreCache: true,
      logger: SILENT,
      // The SDK's own connections would have no time limit if a service does not answer.
      ...(client?.requestHandler !== undefined && { clientConfig: { requestHandler: client.requestHandler } }),
    })(properties);
  }

  async function processIdentity(
    { source, roles }: SourceSearch,
    profiles: Profiles,
    properties: IdentityProperties,
    signal: AbortSignal,
  ): Promise<Identity> {
    if (source.kind !== "process") throw new TypeError("Not a process.");
    let identity = await processCredentials(source.profile, source.command, signal);
    for (const { profile: name, arn } of roles.toReversed()) {
      const { role_session_name, external_id, duration_seconds, region } = profiles[name] ?? {};
      identity = await assume(identity, properties, region, {
        RoleArn: arn,
        RoleSessionName: role_session_name,
        ExternalId: external_id,
        DurationSeconds: Number(duration_seconds ?? 3600),
      });
    }
    return identity;
  }

  async function assume(
    master: Identity,
    properties: IdentityProperties,
    region: string | undefined,
    { RoleSessionName = "crosstag", ...params }: RoleParameters,
  ): Promise<Identity> {
    const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
    const place = region ?? settings.region;
    return fromTemporaryCredentials({
      masterCredentials: master,
      ...(place !== undefined && { clientConfig: { region: place } }),
      params: { RoleSessionName, ...params },
    })(properties);
  }

  return {
    async ask(signal) {
      const properties = propertiesOf();
      const identity = await askSource(properties, signal);
      if (assumeRole === undefined) return checked(identity);
      const { arn, sessionName, externalId } = assumeRole;
      return checked(
        await assume(identity, properties, undefined, {
          RoleArn: arn,
          RoleSessionName: sessionName,
          ExternalId: externalId,
        }),
      );
    },
    // Every question is a new one.
    forget: () => {},
    identityOf: ({ accessKeyId, sessionToken }) => ({ accessKeyId, session: sessionToken }),
    lifetimeOf: ({ expiration }) => ({ endsAt: expiration?.getTime() }),
    async explain(error) {
      if (credentials !== undefined && assumeRole === undefined) return givenFailed();
      const found = search ?? { source: { kind: "environment" }, roles: [] };
      return explainCredentialFailure(error, found, assumeRole?.arn);
    },
    describe: () => (search === undefined ? 'the option "credentials"' : describeSource(search.source)),
    renewalHint: () => (search === undefined ? undefined : renewalHint(search.source)),
  };
}

interface RoleParameters {
  readonly RoleArn: string;
  readonly RoleSessionName?: string | undefined;
  readonly ExternalId?: string | undefined;
  readonly DurationSeconds?: number;
}

/** Values that are not text, or that a header cannot contain, would be reported as a network error. */
function checked(identity: Identity): Identity {
  const { accessKeyId, secretAccessKey, sessionToken = "-" } = identity;
  const fits = [accessKeyId, secretAccessKey, sessionToken].every(
    (part) => typeof part === "string" && /^[\x21-\x7e]+$/.test(part),
  );
  // A copy: an application that changes its object must not change the account of a driver without a check.
  if (fits) return { ...identity };
  throw new CredentialProblem(
    "The credentials are incomplete, or contain a space, a line break or a character outside ASCII.",
    "Set them again, without quotes or spaces around them.",
  );
}

function givenFailed(): CredentialProblem {
  return new CredentialProblem(
    'The provider that was passed in as "credentials" gave no credentials.',
    "Check the provider; asking it alone shows its own error.",
  );
}

/** Makes a client that was passed in ask for its credentials again, and returns whether they are other ones. */
export async function renewCredentialsOf({ config }: KMSClient): Promise<boolean> {
  // The SDK reads its files once in the life of a process, unless this reads them again.
  await readProfiles();
  const before = await config.credentials();
  const after = await config.credentials({ forceRefresh: true });
  return before.accessKeyId !== after.accessKeyId || before.sessionToken !== after.sessionToken;
}

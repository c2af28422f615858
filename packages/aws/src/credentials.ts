import type { KMSClient } from "@aws-sdk/client-kms";
import type { CloudSettings } from "@crosstag/core/driver";
import { configurationError } from "./configuration-error.ts";
import { CredentialProblem } from "./credential-problem.ts";
import { CredentialSupply, type SupplySource } from "./credential-supply.ts";
import { describeSource, renewalHint } from "./describe-source.ts";
import { explainCredentialFailure, problemOfSource } from "./explain-credentials.ts";
import { findSource, type SourceSearch } from "./find-source.ts";
import { processCredentials } from "./process-credentials.ts";
import type { CredentialSource, Identity, IdentityProperties } from "./sdk-identity.ts";
import { type Profiles, readProfiles } from "./shared-profiles.ts";

/** The settings that determine the source of the credentials. */
export type CredentialSettings = Pick<
  CloudSettings,
  "region" | "profile" | "assumeRole" | "name" | "credentialsTimeoutSeconds"
> & { readonly credentials?: CredentialSource };

const ROLE_ARN = /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
/** The time limit of a source of credentials. */
const DEFAULT_TIMEOUT_SECONDS = 10;
const LONGEST_SECONDS = 3_600;
/** Without it the SDK would print remarks about credentials on standard error. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Creates the source of credentials: the ones that were passed in, or else the SDK's default chain, which reads the
 * profile; with `assumeRole`, a role that is assumed with them. Loads the SDK's package when it is first asked.
 * @throws CrosstagError `configuration` if the role's ARN or the time limit is invalid
 */
export function createCredentialSupply(settings: CredentialSettings): CredentialSupply {
  const { assumeRole, name, credentialsTimeoutSeconds: seconds = DEFAULT_TIMEOUT_SECONDS } = settings;
  if (assumeRole !== undefined && !ROLE_ARN.test(assumeRole.arn)) {
    throw configurationError(
      "assumeRole.arn is not the ARN of a role.",
      "Write it like arn:aws:iam::111122223333:role/tagger.",
    );
  }
  if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
    const hint = `Set it to more than 0 and at most ${LONGEST_SECONDS}.`;
    throw configurationError("credentialsTimeoutSeconds is not a valid number of seconds.", hint);
  }
  return new CredentialSupply(sourceFor(settings), { timeoutMs: seconds * 1_000, name });
}

function sourceFor(settings: CredentialSettings): SupplySource {
  const { profile, assumeRole, credentials } = settings;
  let search: SourceSearch | undefined;

  async function askSource(properties: IdentityProperties, signal: AbortSignal): Promise<Identity> {
    if (credentials !== undefined) return typeof credentials === "function" ? credentials(properties) : credentials;
    const profiles = await readProfiles();
    search = findSource(profile, process.env, profiles);
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
    async ask(properties, signal) {
      const identity = await askSource(properties, signal);
      if (assumeRole === undefined) return identity;
      const { arn, sessionName, externalId } = assumeRole;
      return assume(identity, properties, undefined, {
        RoleArn: arn,
        RoleSessionName: sessionName,
        ExternalId: externalId,
      });
    },
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

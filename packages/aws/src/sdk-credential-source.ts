import type { CloudSettings } from "@crosstag/core/driver";
import { CredentialProblem, type CredentialLifetime, type CredentialSource } from "@crosstag/driver-kit";
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

/** Without it the SDK would print remarks about credentials on standard error. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The source of the credentials of a driver: see `createCredentials`. */
export class SdkCredentialSource implements CredentialSource<Identity> {
  readonly #settings: CredentialSettings;
  readonly #propertiesOf: () => IdentityProperties;
  /** Where the credentials were found; undefined until the source was asked. It stays undefined for credentials that were passed in. */
  #search: SourceSearch | undefined;

  /** `propertiesOf`: what the SDK passes to a provider of credentials. */
  constructor(settings: CredentialSettings, propertiesOf: () => IdentityProperties) {
    this.#settings = settings;
    this.#propertiesOf = propertiesOf;
  }

  /** Where the credentials come from, as far as it is known. */
  get search(): SourceSearch {
    return this.#search ?? { source: { kind: "environment" }, roles: [] };
  }

  async ask(signal: AbortSignal): Promise<Identity> {
    const { assumeRole } = this.#settings;
    const properties = this.#propertiesOf();
    const identity = await this.#askSource(properties, signal);
    if (assumeRole === undefined) return checked(identity);
    const { arn, sessionName, externalId } = assumeRole;
    const role = { RoleArn: arn, RoleSessionName: sessionName, ExternalId: externalId };
    return checked(await this.#assume(identity, properties, undefined, role));
  }

  /** Nothing: every question is a new one. */
  forget(): void {}

  identityOf({ accessKeyId, sessionToken }: Identity): ReturnType<CredentialSource<Identity>["identityOf"]> {
    return { accessKeyId, session: sessionToken };
  }

  lifetimeOf({ expiration }: Identity): CredentialLifetime {
    return { endsAt: expiration?.getTime() };
  }

  async explain(error: unknown): Promise<CredentialProblem> {
    const { credentials, assumeRole } = this.#settings;
    if (credentials !== undefined && assumeRole === undefined) return givenFailed();
    return explainCredentialFailure(error, this.search, assumeRole?.arn);
  }

  describe(): string {
    return this.#search === undefined ? 'the option "credentials"' : describeSource(this.#search.source);
  }

  renewalHint(): string | undefined {
    return this.#search === undefined ? undefined : renewalHint(this.#search.source);
  }

  async #askSource(properties: IdentityProperties, signal: AbortSignal): Promise<Identity> {
    const { credentials, profile } = this.#settings;
    if (credentials !== undefined) return typeof credentials === "function" ? credentials(properties) : credentials;
    const profiles = await readProfiles();
    const search = findSource(profile, process.env, profiles);
    this.#search = search;
    const problem = problemOfSource(search.source);
    if (problem !== undefined) throw problem;
    if (search.source.kind === "process") return this.#processIdentity(search, profiles, properties, signal);
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

  async #processIdentity(
    { source, roles }: SourceSearch,
    profiles: Profiles,
    properties: IdentityProperties,
    signal: AbortSignal,
  ): Promise<Identity> {
    if (source.kind !== "process") throw new TypeError("Not a process.");
    let identity = await processCredentials(source.profile, source.command, signal);
    for (const { profile: name, arn } of roles.toReversed()) {
      const { role_session_name, external_id, duration_seconds, region } = profiles[name] ?? {};
      identity = await this.#assume(identity, properties, region, {
        RoleArn: arn,
        RoleSessionName: role_session_name,
        ExternalId: external_id,
        DurationSeconds: Number(duration_seconds ?? 3600),
      });
    }
    return identity;
  }

  async #assume(
    master: Identity,
    properties: IdentityProperties,
    region: string | undefined,
    { RoleSessionName = "crosstag", ...params }: RoleParameters,
  ): Promise<Identity> {
    const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
    const place = region ?? this.#settings.region;
    return fromTemporaryCredentials({
      masterCredentials: master,
      ...(place !== undefined && { clientConfig: { region: place } }),
      params: { RoleSessionName, ...params },
    })(properties);
  }
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

import type { CloudSettings } from "@crosstag/core/driver";
import { AlibabaCallError } from "./call-error.ts";
import { readCliConfiguration } from "./cli-configuration.ts";
import { loadCredentials, type OpenApiClient } from "./sdk.ts";

type Credential = OpenApiClient["_credential"];
type CredentialModel = Awaited<ReturnType<Credential["getCredential"]>>;

/** An access key, or a session with its token. */
export interface FixedCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

export interface CredentialSettings extends Pick<CloudSettings, "profile" | "assumeRole"> {
  readonly credentials?: FixedCredentials;
}

/** How to mend it that there are no credentials. */
type Explanation = () => Promise<{ readonly message: string; readonly hint: string }>;

/** How long an answer is used, milliseconds. Asking costs as much as signing, and sessions are renewed minutes before their end. */
const REUSE_MS = 1_000;
/** How long a question may stay open before the next call asks again, milliseconds: the SDK's time-outs can be lost. */
const PATIENCE_MS = 30_000;

/**
 * Where a client's credentials come from: one question at a time, and all who ask meanwhile get that one answer. The
 * SDK's default chain answers concurrent first questions wrongly (it remembers a provider before that has succeeded),
 * and one answer is one consistent snapshot of a rotating session. @alicloud/credentials 2.4.7, verified 2026-11-22.
 */
export class CredentialSource {
  readonly #make: () => Credential;
  readonly #explain: Explanation;
  readonly #now: () => number;
  #credential: Credential | undefined;
  #answer: Promise<CredentialModel> | undefined;
  #goodUntil = 0;
  /** Number of the latest question. */
  #question = 0;

  /** @param now milliseconds, monotonic */
  constructor(make: () => Credential, explain: Explanation, now: () => number = () => performance.now()) {
    this.#make = make;
    this.#explain = explain;
    this.#now = now;
  }

  /** @throws AlibabaCallError `unsigned` */
  getCredential(): Promise<CredentialModel> {
    if (this.#answer === undefined || this.#now() >= this.#goodUntil) {
      this.#goodUntil = this.#now() + PATIENCE_MS;
      this.#answer = this.#ask((this.#question += 1));
    }
    return this.#answer;
  }

  /** An answer that comes after another question was asked counts for those who waited for it, and no longer. */
  async #ask(question: number): Promise<CredentialModel> {
    try {
      this.#credential ??= this.#make();
      const model = await this.#credential.getCredential();
      if (question === this.#question) this.#goodUntil = this.#now() + REUSE_MS;
      return model;
    } catch {
      if (question === this.#question) {
        // After a failure the chain would stay with its last provider for good: the next question goes to a new one.
        this.#credential = undefined;
        this.#goodUntil = 0;
      }
      // The SDK's text is dropped, because with a broken configuration file it is that file, secrets included.
      throw new AlibabaCallError({ kind: "unsigned", ...(await this.#explain()) });
    }
  }
}

/** The credentials of a client that was passed in; how to mend them is its owner's affair. */
export function credentialSourceOf(credential: Credential): CredentialSource {
  return new CredentialSource(
    () => credential,
    async () => ({
      message: "The client that was passed in has no usable credentials.",
      hint: "Check the credentials it was made with.",
    }),
  );
}

/** Fixed credentials, a profile of the command line or else the default chain; or a role assumed with them. */
export async function createCredentialSource(settings: CredentialSettings, region: string): Promise<CredentialSource> {
  const sdk = await loadCredentials();
  const { profile, assumeRole, credentials } = settings;

  const makeProvider = () => {
    if (credentials !== undefined) return makeFixedProvider(credentials);
    if (profile !== undefined) return sdk.CLIProfileCredentialsProvider.builder().withProfileName(profile).build();
    return sdk.DefaultCredentialsProvider.builder().build();
  };

  const makeFixedProvider = ({ accessKeyId, accessKeySecret, securityToken }: FixedCredentials) =>
    securityToken === undefined
      ? sdk.StaticAKCredentialsProvider.builder()
          .withAccessKeyId(accessKeyId)
          .withAccessKeySecret(accessKeySecret)
          .build()
      : sdk.StaticSTSCredentialsProvider.builder()
          .withAccessKeyId(accessKeyId)
          .withAccessKeySecret(accessKeySecret)
          .withSecurityToken(securityToken)
          .build();

  const makeRoleProvider = ({ arn, sessionName, externalId }: NonNullable<CloudSettings["assumeRole"]>) => {
    const builder = sdk.RAMRoleARNCredentialsProvider.builder()
      .withCredentialsProvider(makeProvider())
      .withRoleArn(arn)
      .withStsRegionId(region);
    if (sessionName !== undefined) builder.withRoleSessionName(sessionName);
    if (externalId !== undefined) builder.withExternalId(externalId);
    return builder.build();
  };

  return new CredentialSource(
    () => new sdk.default(undefined, assumeRole === undefined ? makeProvider() : makeRoleProvider(assumeRole)),
    () => explainFailure(settings),
  );
}

async function explainFailure({
  profile,
  assumeRole,
}: CredentialSettings): Promise<{ readonly message: string; readonly hint: string }> {
  const { state } = await readCliConfiguration();
  if (state === "broken") {
    return {
      message: "There are no credentials for Alibaba Cloud.",
      hint: "~/.aliyun/config.json is not valid JSON: mend it.",
    };
  }
  if (assumeRole !== undefined) {
    return {
      message: "The role cannot be assumed, or there are no credentials to assume it with.",
      hint: "Check assumeRole.arn, its trust policy, and the credentials.",
    };
  }
  if (profile !== undefined) {
    return {
      message: `The profile ${JSON.stringify(profile)} gives no credentials.`,
      hint: 'Check "profile" and ~/.aliyun/config.json.',
    };
  }
  return {
    message: "There are no credentials for Alibaba Cloud.",
    hint: 'Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or "profile" to one of ~/.aliyun/config.json.',
  };
}

import { access } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { CloudSettings } from "@crosstag/core/driver";
import {
  CredentialProblem,
  type CredentialSource,
  CredentialSupply,
  credentialsTimeoutMsOf,
} from "@crosstag/driver-kit";
import type { HttpTransport } from "@crosstag/driver-kit/http";
import { configurationError } from "./configuration-error.ts";
import { type CredentialFunction, sourceOfFunction } from "./credential-function.ts";
import {
  cliProfileStep,
  type CredentialStep,
  defaultSteps,
  fixedStep,
  functionStep,
  type Provider,
} from "./credential-steps.ts";
import { problemOfRole, renewalHintOf } from "./explain-credentials.ts";
import type { FixedCredentials } from "./fixed-credentials.ts";
import type { CredentialModel, SdkCredential } from "./open-api-client.ts";
import type { Credentials } from "./sdk-credentials.ts";
import { loadCredentials } from "./sdk.ts";
import { sendByTransport } from "./sts-requests.ts";

/** The settings that determine the source of the credentials. */
export interface CredentialSettings extends Pick<
  CloudSettings,
  "profile" | "assumeRole" | "name" | "credentialsTimeoutSeconds"
> {
  /** Default: `profile`, or else the SDK's default chain. */
  readonly credentials?: FixedCredentials | CredentialFunction;
}

/**
 * An answer is used for this time, milliseconds. A question takes as long as signing; the SDK renews sessions minutes
 * before their end.
 */
const REUSE_MS = 1_000;

/** Credentials of a function are replaced this long before their end, milliseconds, as those of AWS are. */
const EARLY_MS = 5 * 60_000;

/** What a source of the SDK needs to be made. `signal` ends the question under way. */
interface SourceParts extends Pick<CredentialSource<CredentialModel>, "explain" | "describe" | "renewalHint"> {
  readonly make: (question: { readonly signal: AbortSignal }) => SdkCredential;
}

/** A source of the SDK as one of Crosstag. It is made when it is first asked, and again after a failure. */
function sourceOf({ make, ...parts }: SourceParts): CredentialSource<CredentialModel> {
  let made: SdkCredential | undefined;
  const question = { signal: new AbortController().signal };
  return {
    ...parts,
    ask: (signal) => {
      question.signal = signal;
      made ??= make(question);
      return made.getCredential();
    },
    forget: () => {
      made = undefined;
    },
    identityOf: ({ accessKeyId, securityToken }) => ({ accessKeyId, session: securityToken }),
    lifetimeOf: () => ({ reuseMs: REUSE_MS }),
  };
}

/** The credentials of a client that was passed in. */
export function credentialsOf(credential: SdkCredential): Credentials {
  const source = sourceOf({
    make: () => credential,
    describe: () => "the client that was passed in",
    renewalHint: () => undefined,
    explain: async () =>
      new CredentialProblem(
        "The client that was passed in has no usable credentials.",
        "Check the credentials it was made with.",
      ),
  });
  return new CredentialSupply(source, { timeoutMs: credentialsTimeoutMsOf(undefined, configurationError) });
}

/**
 * Creates the source of credentials: the ones that were passed in, a profile, or else the SDK's default chain; with
 * `assumeRole`, a role that is assumed with them.
 * @throws CrosstagError `configuration` if the time limit is invalid
 */
export async function createCredentials(
  settings: CredentialSettings,
  region: string,
  transport: HttpTransport,
): Promise<Credentials> {
  const { profile, assumeRole, credentials, name } = settings;
  const timeoutMs = credentialsTimeoutMsOf(settings.credentialsTimeoutSeconds, configurationError);
  if (typeof credentials === "function" && assumeRole === undefined)
    return new CredentialSupply<CredentialModel>(sourceOfFunction(credentials), { timeoutMs, name, earlyMs: EARLY_MS });
  const sdk = await loadCredentials();
  const place: Place = {};

  const stepsFor = (question: Parameters<typeof defaultSteps>[1]) => {
    if (typeof credentials === "function") return [functionStep(sdk, credentials)];
    if (credentials !== undefined) return [fixedStep(sdk, credentials)];
    return profile === undefined ? defaultSteps(sdk, question) : [cliProfileStep(sdk, profile, question)];
  };

  const withRole = (provider: Provider): Provider => {
    if (assumeRole === undefined) return provider;
    const { arn, sessionName, externalId } = assumeRole;
    const builder = sdk.RAMRoleARNCredentialsProvider.builder()
      .withCredentialsProvider(provider)
      .withRoleArn(arn)
      .withStsRegionId(region);
    if (sessionName !== undefined) builder.withRoleSessionName(sessionName);
    if (externalId !== undefined) builder.withExternalId(externalId);
    return sendByTransport(builder.build(), transport);
  };

  const source = sourceOf({
    make: (question) =>
      // The signal is that of the question under way, not of the first one.
      new sdk.default(undefined, withRole(chainOf(stepsFor(Object.assign(question, { transport })), place, transport))),
    describe: () =>
      assumeRole !== undefined && place.found === true
        ? "role, asked for at Alibaba Cloud STS"
        : (place.step?.describe ?? "default chain"),
    explain: (error) => explain(error, place, assumeRole?.arn),
    renewalHint: () => renewalHint(place.step, profile),
  });
  return new CredentialSupply(source, { timeoutMs, name });
}

/** The place that a search for credentials has reached. */
interface Place {
  step?: CredentialStep;
  /** The place has credentials. */
  found?: boolean;
}

/** The errors of all places of a chain. */
class ChainFailure extends Error {
  readonly errors: readonly { readonly step: CredentialStep; readonly error: unknown }[];

  constructor(errors: ChainFailure["errors"]) {
    super("No place gave credentials.");
    this.errors = errors;
  }
}

/**
 * The first place with credentials; it is then used for the life of the chain. The SDK's own chain is not used: it
 * fails for concurrent first questions, keeps its last place after a failure, and does not report which place it uses
 * (@alicloud/credentials 2.4.7, verified 2026-11-22).
 */
function chainOf(steps: readonly CredentialStep[], place: Place, transport: HttpTransport): Provider {
  let chosen: Provider | undefined;
  return {
    getProviderName: () => chosen?.getProviderName() ?? "default",
    async getCredentials() {
      if (chosen !== undefined) return chosen.getCredentials();
      const errors: { step: CredentialStep; error: unknown }[] = [];
      place.found = false;
      for (const step of steps) {
        place.step = step;
        try {
          const provider = sendByTransport(step.make(), transport);
          const credentials = await provider.getCredentials();
          chosen = provider;
          place.found = true;
          return credentials;
        } catch (error) {
          errors.push({ step, error });
        }
      }
      throw new ChainFailure(errors);
    },
  };
}

async function explain(error: unknown, place: Place, role: string | undefined): Promise<CredentialProblem> {
  if (error instanceof ChainFailure) return explainChain(error);
  if (error instanceof CredentialProblem) return error;
  const inChain = place.step?.kind === "cli-profile" ? "" : undefined;
  return problemOfRole(error, role ?? inChain) ?? roleFailed(role);
}

/** The error of a place that is configured says more than those of places that are not. */
async function explainChain(failure: ChainFailure): Promise<CredentialProblem> {
  const { errors } = failure;
  for (const { error } of errors) if (error instanceof CredentialProblem && isTelling(error, failure)) return error;
  for (const { step, error } of errors) {
    const refused = problemOfRole(error, step.kind === "oidc" || step.kind === "cli-profile" ? "" : undefined);
    if (refused !== undefined && !refused.transient) return refused;
    const failed = await problemOfStep(step);
    if (failed !== undefined) return refused ?? failed;
  }
  return new CredentialProblem(
    "No credentials for Alibaba Cloud were found.",
    `Tried: ${errors.map(({ step }) => step.describe).join(", ")}. ${SET_ONE}`,
  );
}

const SET_ONE =
  "Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or name a profile of ~/.aliyun/config.json: --profile NAME";

/** In the default chain, a missing file and a file without profiles are not errors. */
function isTelling({ message }: CredentialProblem, { errors }: ChainFailure): boolean {
  return errors.length === 1 || !/^(?:There is no file|~\/\.aliyun\/config\.json has no profile)/.test(message);
}

/** What is wrong with a place that is configured; undefined if it is not configured. */
async function problemOfStep({ kind, describe }: CredentialStep): Promise<CredentialProblem | undefined> {
  const environment = process.env;
  switch (kind) {
    case "environment": {
      const id = environment["ALIBABA_CLOUD_ACCESS_KEY_ID"];
      const secret = environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"];
      if (!id === !secret) return undefined;
      const missing = id ? "ALIBABA_CLOUD_ACCESS_KEY_SECRET" : "ALIBABA_CLOUD_ACCESS_KEY_ID";
      return new CredentialProblem(
        `No credentials for Alibaba Cloud were found: ${missing} is not set, but the other half of the access key is.`,
        `Set ${missing} as well, or unset both.`,
      );
    }
    case "oidc":
      if (!environment["ALIBABA_CLOUD_OIDC_TOKEN_FILE"]) return undefined;
      return new CredentialProblem(
        "The OIDC token could not be exchanged for credentials.",
        "Check ALIBABA_CLOUD_OIDC_TOKEN_FILE, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ALIBABA_CLOUD_ROLE_ARN.",
      );
    case "file": {
      const path = environment["ALIBABA_CLOUD_CREDENTIALS_FILE"] ?? join(homedir(), ".alibabacloud", "credentials");
      const isThere = await access(path).then(
        () => true,
        () => false,
      );
      if (!isThere && environment["ALIBABA_CLOUD_CREDENTIALS_FILE"] === undefined) return undefined;
      return new CredentialProblem(`The file ${JSON.stringify(path)} gave no credentials.`, `Check it. ${SET_ONE}`);
    }
    case "uri":
      if (!environment["ALIBABA_CLOUD_CREDENTIALS_URI"]) return undefined;
      return new CredentialProblem(`No credentials came from the ${describe}.`, `Correct or unset it. ${SET_ONE}`);
    case "fixed":
    case "cli-profile":
    case "ecs":
      return undefined;
  }
}

function roleFailed(role: string | undefined): CredentialProblem {
  return role === undefined
    ? new CredentialProblem("The source of the credentials failed.", SET_ONE)
    : new CredentialProblem(
        "The role cannot be assumed, or there are no credentials to assume it with.",
        "Check assumeRole.arn, its trust policy, and the credentials.",
      );
}

function renewalHint(step: CredentialStep | undefined, profile: string | undefined): string | undefined {
  if (step?.kind === "environment")
    return "Renew it: set ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN to those of a new session.";
  if (step?.kind === "cli-profile") return renewalHintOf(profile);
  return undefined;
}

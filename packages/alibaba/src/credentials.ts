import { access } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { CloudSettings } from "@crosstag/core/driver";
import { AlibabaCallError } from "./call-error.ts";
import { configurationError } from "./configuration-error.ts";
import { type Credential, CredentialSource, DEFAULT_TIMEOUT_MS, type Unsigned } from "./credential-source.ts";
import { cliProfileStep, type CredentialStep, defaultSteps, fixedStep, type Provider } from "./credential-steps.ts";
import { problemOfRole, renewalHintOf, unsigned } from "./explain-credentials.ts";
import { loadCredentials } from "./sdk.ts";
import { sendByRoute } from "./sts-requests.ts";

/** An access key, or a session with its token. */
export interface FixedCredentials {
  /** The id of the access key. */
  readonly accessKeyId: string;
  /** The secret of the access key. */
  readonly accessKeySecret: string;
  /** The token of a session; absent for an access key. */
  readonly securityToken?: string;
}

/** The settings that determine the source of the credentials. */
export interface CredentialSettings extends Pick<
  CloudSettings,
  "profile" | "assumeRole" | "name" | "credentialsTimeoutSeconds"
> {
  /** Default: `profile`, or else the SDK's default chain. */
  readonly credentials?: FixedCredentials;
}

const LONGEST_SECONDS = 3_600;

/** The credentials of a client that was passed in. */
export function credentialSourceOf(credential: Credential): CredentialSource {
  return new CredentialSource({
    make: () => credential,
    describe: () => "the client that was passed in",
    explain: async () =>
      unsigned("The client that was passed in has no usable credentials.", "Check the credentials it was made with."),
  });
}

/**
 * Creates the source of credentials: the ones that were passed in, a profile, or else the SDK's default chain; with
 * `assumeRole`, a role that is assumed with them.
 * @throws CrosstagError `configuration` if the time limit is invalid
 */
export async function createCredentialSource(
  settings: CredentialSettings,
  region: string,
  certificates?: string,
): Promise<CredentialSource> {
  const { profile, assumeRole, credentials, name, credentialsTimeoutSeconds: seconds } = settings;
  if (seconds !== undefined && !(seconds > 0 && seconds <= LONGEST_SECONDS)) {
    const hint = `Set it to more than 0 and at most ${LONGEST_SECONDS}.`;
    throw configurationError("credentialsTimeoutSeconds is not a valid number of seconds.", hint);
  }
  const sdk = await loadCredentials();
  const place: Place = {};

  const stepsFor = (question: Parameters<typeof defaultSteps>[1]) => {
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
    return sendByRoute(builder.build(), certificates);
  };

  return new CredentialSource(
    {
      make: ({ signal }) =>
        new sdk.default(undefined, withRole(chainOf(stepsFor({ signal, certificates }), place, certificates))),
      describe: () =>
        assumeRole !== undefined && place.found === true
          ? "role, asked for at Alibaba Cloud STS"
          : (place.step?.describe ?? "default chain"),
      explain: (error) => explain(error, place, assumeRole?.arn),
      renewalHint: () => renewalHint(place.step, profile),
    },
    { timeoutMs: seconds === undefined ? DEFAULT_TIMEOUT_MS : seconds * 1_000, name },
  );
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
function chainOf(steps: readonly CredentialStep[], place: Place, certificates: string | undefined): Provider {
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
          const provider = sendByRoute(step.make(), certificates);
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

async function explain(error: unknown, place: Place, role: string | undefined): Promise<Unsigned> {
  if (!(error instanceof ChainFailure)) {
    if (error instanceof AlibabaCallError && error.problem.kind === "unsigned") return error.problem;
    const inChain = place.step?.kind === "cli-profile" ? "" : undefined;
    return problemOfRole(error, role ?? inChain) ?? roleFailed(role);
  }
  // The error of a place that is configured says more than those of places that are not.
  for (const { error: cause } of error.errors)
    if (cause instanceof AlibabaCallError && cause.problem.kind === "unsigned" && isTelling(cause.problem, error))
      return cause.problem;
  for (const { step, error: cause } of error.errors) {
    const refused = problemOfRole(cause, step.kind === "oidc" || step.kind === "cli-profile" ? "" : undefined);
    if (refused !== undefined && refused.transient !== true) return refused;
    const failed = await problemOfStep(step);
    if (failed !== undefined) return refused ?? failed;
  }
  return unsigned(
    "No credentials for Alibaba Cloud were found.",
    `Tried: ${error.errors.map(({ step }) => step.describe).join(", ")}. ${SET_ONE}`,
  );
}

const SET_ONE =
  "Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or name a profile of ~/.aliyun/config.json: --profile NAME";

/** In the default chain, a missing file and a file without profiles are not errors. */
function isTelling({ message }: Unsigned, { errors }: ChainFailure): boolean {
  return errors.length === 1 || !/^(?:There is no file|~\/\.aliyun\/config\.json has no profile)/.test(message);
}

/** What is wrong with a place that is configured; undefined if it is not configured. */
async function problemOfStep({ kind, describe }: CredentialStep): Promise<Unsigned | undefined> {
  const environment = process.env;
  switch (kind) {
    case "environment": {
      const id = environment["ALIBABA_CLOUD_ACCESS_KEY_ID"];
      const secret = environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"];
      if (!id === !secret) return undefined;
      const missing = id ? "ALIBABA_CLOUD_ACCESS_KEY_SECRET" : "ALIBABA_CLOUD_ACCESS_KEY_ID";
      return unsigned(
        `No credentials for Alibaba Cloud were found: ${missing} is not set, but the other half of the access key is.`,
        `Set ${missing} as well, or unset both.`,
      );
    }
    case "oidc":
      if (!environment["ALIBABA_CLOUD_OIDC_TOKEN_FILE"]) return undefined;
      return unsigned(
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
      return unsigned(`The file ${JSON.stringify(path)} gave no credentials.`, `Check it. ${SET_ONE}`);
    }
    case "uri":
      if (!environment["ALIBABA_CLOUD_CREDENTIALS_URI"]) return undefined;
      return unsigned(`No credentials came from the ${describe}.`, `Correct or unset it. ${SET_ONE}`);
    case "fixed":
    case "cli-profile":
    case "ecs":
      return undefined;
  }
}

function roleFailed(role: string | undefined): Unsigned {
  return role === undefined
    ? unsigned("The source of the credentials failed.", SET_ONE)
    : unsigned(
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

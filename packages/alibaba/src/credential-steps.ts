import { CredentialProblem } from "@crosstag/driver-kit";
import type { HttpTransport } from "@crosstag/driver-kit/http";
import { type CliProfile, findCliProfile, textIn } from "./cli-profile.ts";
import { callForCredentials, type CredentialFunction } from "./credential-function.ts";
import { checkFixedCredentials, type FixedCredentials } from "./fixed-credentials.ts";
import { problemOfProfile } from "./explain-credentials.ts";
import { type ProcessCredentials, processCredentials } from "./process-credentials.ts";
import { type CredentialsSdk, loadCommandSplitter } from "./sdk.ts";
import { sendByTransport } from "./sts-requests.ts";

type RoleBuilder = ReturnType<CredentialsSdk["RAMRoleARNCredentialsProvider"]["builder"]>;
/** A provider of the SDK, or one with the same methods. */
export type Provider = Parameters<RoleBuilder["withCredentialsProvider"]>[0];

/** One place where credentials are searched. */
export interface CredentialStep {
  /** The kind of place. */
  readonly kind: "fixed" | "environment" | "oidc" | "cli-profile" | "file" | "ecs" | "uri";
  /** The place in messages. */
  readonly describe: string;
  /** Creates its provider. @throws any error if the place is not configured */
  make(): Provider;
}

/** Sessions are replaced this long before their end, milliseconds. */
const EARLY_MS = 180_000;
/** The shortest time between two runs of a process with shorter sessions, milliseconds. */
const BETWEEN_RUNS_MS = 10_000;

interface Question {
  readonly signal: AbortSignal;
  /** Sends the requests of the SDK's providers. */
  readonly transport: HttpTransport;
}

/** Credentials from the settings. */
export function fixedStep(sdk: CredentialsSdk, credentials: FixedCredentials): CredentialStep {
  return { kind: "fixed", describe: 'the option "credentials"', make: () => fixedProvider(sdk, credentials) };
}

/** Credentials that a function of the application returns, to assume a role with. The SDK asks when it needs a session. */
export function functionStep(sdk: CredentialsSdk, give: CredentialFunction): CredentialStep {
  return {
    kind: "fixed",
    describe: 'the option "credentials"',
    make: () => ({
      getProviderName: () => "function",
      getCredentials: async () => fixedProvider(sdk, await callForCredentials(give)).getCredentials(),
    }),
  };
}

/** The places of the SDK's default chain, in its order (@alicloud/credentials 2.4.7, verified 2026-11-22). */
export function defaultSteps(sdk: CredentialsSdk, question: Question): readonly CredentialStep[] {
  return [
    {
      kind: "environment",
      describe: "environment variables",
      make: () => sdk.EnvironmentVariableCredentialsProvider.builder().build(),
    },
    {
      kind: "oidc",
      describe: "OIDC token, exchanged at Alibaba Cloud STS",
      make: () => sdk.OIDCRoleArnCredentialsProvider.builder().build(),
    },
    cliProfileStep(sdk, undefined, question),
    {
      kind: "file",
      describe: "~/.alibabacloud/credentials",
      make: () => sdk.ProfileCredentialsProvider.builder().build(),
    },
    {
      kind: "ecs",
      describe: "metadata service of the ECS instance",
      make: () => {
        const builder = sdk.ECSRAMRoleCredentialsProvider.builder();
        const role = process.env["ALIBABA_CLOUD_ECS_METADATA"];
        return (role === undefined ? builder : builder.withRoleName(role)).build();
      },
    },
    {
      kind: "uri",
      describe: "address in ALIBABA_CLOUD_CREDENTIALS_URI",
      make: () => {
        const uri = process.env["ALIBABA_CLOUD_CREDENTIALS_URI"];
        if (!uri) throw new Error("not set");
        return sdk.URICredentialsProvider.builder().withCredentialsURI(uri).build();
      },
    },
  ];
}

/** A profile of the Alibaba Cloud CLI; without a name the current one. */
export function cliProfileStep(sdk: CredentialsSdk, name: string | undefined, question: Question): CredentialStep {
  return {
    kind: "cli-profile",
    describe: name === undefined ? "profile of ~/.aliyun/config.json" : `profile ${JSON.stringify(name)}`,
    make: () => {
      // Without a name, a switch in the environment can disable this place; then `build` throws.
      const whole = sdk.CLIProfileCredentialsProvider.builder();
      if (name === undefined) whole.build();
      let inner: Provider | undefined;
      return {
        getProviderName: () => "cli_profile",
        async getCredentials() {
          inner ??= sendByTransport(await openProfile(sdk, name, question), question.transport);
          return inner.getCredentials();
        },
      };
    },
  };
}

async function openProfile(sdk: CredentialsSdk, name: string | undefined, question: Question): Promise<Provider> {
  const search = await findCliProfile(name);
  const problem = problemOfProfile(search);
  if (problem !== undefined) throw problem;
  if (search.state !== "found") throw new Error(search.state);
  const { roles, source } = search;
  if (source["mode"] !== "External") {
    const builder = sdk.CLIProfileCredentialsProvider.builder();
    return builder.withProfileName(search.name).build();
  }
  let provider = await processProvider(sdk, source, question);
  for (const profile of roles.toReversed()) {
    const role = sdk.RAMRoleARNCredentialsProvider.builder().withCredentialsProvider(provider);
    const arn = textIn(profile, "ram_role_arn");
    if (arn !== undefined) role.withRoleArn(arn);
    const session = textIn(profile, "ram_session_name");
    if (session !== undefined) role.withRoleSessionName(session);
    const region = textIn(profile, "sts_region");
    if (region !== undefined) role.withStsRegionId(region);
    const seconds = profile["expired_seconds"];
    if (typeof seconds === "number") role.withDurationSeconds(seconds);
    provider = role.build();
  }
  return provider;
}

async function processProvider(sdk: CredentialsSdk, profile: CliProfile, question: Question): Promise<Provider> {
  const { name } = profile;
  const command = textIn(profile, "process_command");
  if (command === undefined)
    throw new CredentialProblem(
      `The profile ${JSON.stringify(name)} is of mode External and has no process_command.`,
      `Run: aliyun configure --mode External --profile ${name}`,
    );
  const split = await loadCommandSplitter();
  const argv = split(command);
  let given: ProcessCredentials | undefined;
  let runAt = Number.NEGATIVE_INFINITY;
  return {
    getProviderName: () => "external",
    async getCredentials() {
      const left = (given?.expiresAt ?? Number.POSITIVE_INFINITY) - Date.now();
      const isDue = left <= 0 || (left < EARLY_MS && performance.now() - runAt > BETWEEN_RUNS_MS);
      if (given === undefined || isDue) {
        runAt = performance.now();
        given = await processCredentials(name, argv, question.signal);
      }
      return fixedProvider(sdk, given).getCredentials();
    },
  };
}

/** @throws CredentialProblem if a part is missing or empty */
function fixedProvider(sdk: CredentialsSdk, credentials: FixedCredentials): Provider {
  checkFixedCredentials(credentials);
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  return securityToken === undefined
    ? sdk.StaticAKCredentialsProvider.builder()
        .withAccessKeyId(accessKeyId)
        .withAccessKeySecret(accessKeySecret)
        .build()
    : sdk.StaticSTSCredentialsProvider.builder()
        .withAccessKeyId(accessKeyId)
        .withAccessKeySecret(accessKeySecret)
        .withSecurityToken(securityToken)
        .build();
}

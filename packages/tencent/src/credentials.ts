import type { CloudSettings } from "@crosstag/core/driver";
import {
  credentialNetworkProblem,
  CredentialProblem,
  type CredentialSource,
  CredentialSupply,
  credentialsTimeoutMsOf,
  HttpTransportError,
} from "@crosstag/driver-kit";
import { TencentCallError } from "./call-error.ts";
import type { TencentClient } from "./client.ts";
import { configurationError } from "./configuration-error.ts";
import { type CredentialStep, defaultSteps, givenStep, profileStep } from "./credential-steps.ts";
import { explainStsRefusal } from "./explain-sts-refusal.ts";
import type { CredentialFunction, ExpiringCredentials, FixedCredentials } from "./fixed-credentials.ts";
import { assumeRole } from "./role-session.ts";
import type { CommonSdk } from "./sdk.ts";

/** Where the calls of a driver get their credentials. */
export type Credentials = CredentialSupply<ExpiringCredentials>;

/** The settings that determine the source of the credentials. */
export interface CredentialSettings extends Pick<
  CloudSettings,
  "profile" | "assumeRole" | "name" | "credentialsTimeoutSeconds"
> {
  /** Default: `profile`, or else the default chain. */
  readonly credentials?: FixedCredentials | CredentialFunction;
}

/** Makes clients for calls to STS: signed with credentials, or not signed. */
export type StsClients = (credentials: FixedCredentials | undefined) => TencentClient;

/** Sessions are replaced this long before their end, milliseconds. */
const EARLY_MS = 5 * 60_000;

/**
 * Creates the source of credentials: the ones that were passed in, a profile, or else the default chain; with `assumeRole`, a
 * role that is assumed with them.
 * @throws CrosstagError `configuration` if the time limit is invalid
 */
export function createCredentials(settings: CredentialSettings, sdk: CommonSdk, clients: StsClients): Credentials {
  const timeoutMs = credentialsTimeoutMsOf(settings.credentialsTimeoutSeconds, configurationError);
  const { name } = settings;
  return new CredentialSupply(sourceOf(settings, sdk, clients), { timeoutMs, name, earlyMs: EARLY_MS });
}

function sourceOf(
  { credentials, profile, assumeRole: role }: CredentialSettings,
  sdk: CommonSdk,
  clients: StsClients,
): CredentialSource<ExpiringCredentials> {
  const steps = stepsOf(credentials, profile, () => defaultSteps(sdk, clients(undefined)));
  let found: CredentialStep | undefined;
  return {
    ask: async (signal) => {
      const base = await search(steps, signal, (step) => {
        found = step;
      });
      return role === undefined ? base : assumeRole(clients(base), role, signal);
    },
    // Every question is a new one.
    forget: () => {},
    explain: async (error) => explain(error, role?.arn),
    describe: () =>
      role !== undefined && found !== undefined
        ? "role, asked for at Tencent Cloud STS"
        : (found?.describe ?? (steps.length === 1 ? steps[0]?.describe : undefined) ?? "default chain"),
    renewalHint: () => found?.renewalHint,
    identityOf: ({ secretId, token }) => ({ accessKeyId: secretId, session: token }),
    lifetimeOf: ({ expiration }) => ({ endsAt: expiration?.getTime() }),
  };
}

function stepsOf(
  credentials: CredentialSettings["credentials"],
  profile: string | undefined,
  defaults: () => readonly CredentialStep[],
): readonly CredentialStep[] {
  if (credentials !== undefined) return [givenStep(credentials)];
  return profile === undefined ? defaults() : [profileStep(profile)];
}

/** The first place that has credentials. A place that is configured and fails ends the search: others may be of another account. */
async function search(
  steps: readonly CredentialStep[],
  signal: AbortSignal,
  onStep: (step: CredentialStep) => void,
): Promise<ExpiringCredentials> {
  for (const step of steps) {
    onStep(step);
    const credentials = await step.ask(signal);
    if (credentials !== undefined) return credentials;
  }
  throw new CredentialProblem(
    "No credentials for Tencent Cloud were found.",
    `Tried: ${steps.map(({ describe }) => describe).join(", ")}. Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or name a profile of tccli: --profile NAME`,
  );
}

function explain(error: unknown, role: string | undefined): CredentialProblem {
  if (error instanceof CredentialProblem) return error;
  if (error instanceof HttpTransportError) return credentialNetworkProblem(error, "Tencent Cloud", "Tencent Cloud STS");
  if (error instanceof TencentCallError) return explainStsRefusal(error.problem, role);
  return new CredentialProblem(
    'The function that was passed in as "credentials" gave no credentials.',
    "Check the function; calling it alone shows its own error.",
  );
}

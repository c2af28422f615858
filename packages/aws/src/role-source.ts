import type { KMSClient } from "@aws-sdk/client-kms";
import type { AssumeRoleCommandOutput, STSClient } from "@aws-sdk/client-sts";
import type { Failure, FleetSessionSettings } from "@crosstag/core/driver";
import { fieldsOf } from "@crosstag/core/internal";
import {
  type CredentialOrigin,
  CredentialProblem,
  type RoleQuestion,
  type RoleSession,
  type RoleSource,
} from "@crosstag/driver-kit";
import { boundedHandler } from "./bounded-handler.ts";
import { classifyFailure } from "./classify-failure.ts";
import { STS_ERRORS } from "./sts-errors.ts";
import { roleDenial } from "./denial.ts";
import { explainCredentialFailure } from "./explain-credentials.ts";
import type { SourceSearch } from "./find-source.ts";
import type { Identity } from "./sdk-identity.ts";

/** A role that a role assumes has sessions of at most an hour; a longer one is refused. */
const DURATION_SECONDS = 3_600;

/** The credentials that assume roles, and how. */
export interface RoleSourceParts {
  /** A client with the base credentials, in the region whose STS is asked. */
  readonly base: KMSClient;
  /** The region whose STS is asked. */
  readonly region: string;
  /** The partition of the roles. */
  readonly partition: string;
  /** The endpoint, if it is not one of AWS. STS is expected at the same address. */
  readonly endpoint: string | undefined;
  /** How sessions are made. */
  readonly session: FleetSessionSettings;
  /** Where the base credentials come from, as far as it is known. */
  readonly searchOf: () => SourceSearch;
  /** The same, for messages. */
  readonly originOf: () => CredentialOrigin;
}

/** AWS STS, which issues the sessions of roles. */
export class AwsRoleSource implements RoleSource<Identity> {
  readonly #parts: RoleSourceParts;
  #sts: Promise<STSClient> | undefined;

  constructor(parts: RoleSourceParts) {
    this.#parts = parts;
  }

  fullNameOf(account: string, name: string): string {
    return name.startsWith("arn:") ? name : `arn:${this.#parts.partition}:iam::${account}:role/${name}`;
  }

  identityOf({ accessKeyId, sessionToken }: Identity) {
    return { accessKeyId, session: sessionToken };
  }

  async ask(question: RoleQuestion, signal: AbortSignal): Promise<RoleSession<Identity>> {
    const { sessionName = "crosstag", sourceIdentity, durationSeconds = DURATION_SECONDS } = this.#parts.session;
    const { AssumeRoleCommand } = await import("@aws-sdk/client-sts");
    const sts = await (this.#sts ??= this.#createSts());
    const command = new AssumeRoleCommand({
      RoleArn: question.role,
      RoleSessionName: sessionName,
      DurationSeconds: durationSeconds,
      ExternalId: question.externalId,
      SourceIdentity: sourceIdentity,
    });
    const answer = await sendInTime(sts, (client) => client.send(command, { abortSignal: signal }));
    const credentials = identityIn(answer, question);
    return { credentials, endsAt: credentials.expiration?.getTime() };
  }

  explain(role: string, error: unknown): Promise<CredentialProblem> {
    const { searchOf, session } = this.#parts;
    return explainRole(role, error, searchOf(), session.durationSeconds);
  }

  refuses(error: unknown): boolean {
    const answered = error instanceof Error && "$fault" in error && error.$fault === "client";
    return answered && !error.name.startsWith("ExpiredToken");
  }

  classify(error: unknown): Failure {
    return classifyFailure(error, this.#parts.originOf(), STS_ERRORS);
  }

  /** In one region for all accounts: a token of a regional endpoint is valid in every region. */
  async #createSts(): Promise<STSClient> {
    const { base, region, endpoint } = this.#parts;
    const { STSClient } = await import("@aws-sdk/client-sts");
    const { credentials, useFipsEndpoint, useDualstackEndpoint } = base.config;
    // Not destroyed: it shares the credentials and connections of the base client.
    return new STSClient({
      region,
      credentials,
      requestHandler: boundedHandler(base),
      maxAttempts: 1,
      ...(endpoint === undefined ? { useFipsEndpoint, useDualstackEndpoint } : { endpoint }),
    });
  }
}

/** Every answer corrects the time by up to a second, and AWS accepts requests that are minutes off. */
const LEAST_CORRECTION_MS = 60_000;

/**
 * Sends once more if the clock of AWS was learned meanwhile, from this refusal or from that of another account: the first
 * request was signed with a wrong time.
 */
async function sendInTime<Answer>(client: STSClient, send: (client: STSClient) => Promise<Answer>): Promise<Answer> {
  const { systemClockOffset: before } = client.config;
  try {
    return await send(client);
  } catch (error) {
    if (Math.abs(client.config.systemClockOffset - before) < LEAST_CORRECTION_MS) throw error;
    return send(client);
  }
}

async function explainRole(
  arn: string,
  error: unknown,
  search: SourceSearch,
  durationSeconds: number = DURATION_SECONDS,
): Promise<CredentialProblem> {
  if (isUnreadableAnswer(error))
    return new CredentialProblem(
      `AWS STS returned an answer for the role ${arn} that cannot be read.`,
      "Check what is between this computer and AWS STS, such as a proxy or a gateway, and the endpoint.",
    );
  const name = error instanceof Error ? error.name : "";
  if (name.startsWith("AccessDenied")) return deniedRole(arn, error instanceof Error ? error.message : "");
  if (name === "RegionDisabledException")
    return new CredentialProblem(
      `AWS STS is not enabled in this region for the account of the role ${arn}.`,
      "Set assumeRole.region to a region that is enabled by default, such as us-east-1.",
    );
  if (name === "ValidationError" && durationSeconds > DURATION_SECONDS)
    return new CredentialProblem(
      `AWS STS refused a session of ${durationSeconds} s for the role ${arn}.`,
      "If a role assumes the role, its sessions last at most 3600 s: remove assumeRole.durationSeconds. Otherwise raise MaxSessionDuration of the role.",
    );
  return explainCredentialFailure(error, search, arn);
}

/** The SDK adds the answer to an error in reading it. An error that STS reports has a fault, too. */
function isUnreadableAnswer(error: unknown): boolean {
  const { $fault, $response } = fieldsOf(error);
  return $response !== undefined && $fault === undefined && fieldsOf($response)["statusCode"] === 200;
}

function deniedRole(arn: string, text: string): CredentialProblem {
  const { caller, policy } = roleDenial(text);
  const who = caller === undefined ? "the caller" : `the caller ${caller}`;
  if (policy !== undefined)
    return new CredentialProblem(
      `AWS STS did not allow the role ${arn} to be assumed: a ${policy} denies it.`,
      `Change the ${policy}, so that it does not deny sts:AssumeRole to ${who}.`,
      { denied: true },
    );
  return new CredentialProblem(
    `AWS STS did not allow the role ${arn} to be assumed.`,
    `STS does not say why. Check that the role exists in the account, that its trust policy names ${who} and the external id, that the caller may call sts:AssumeRole, and that the account is not suspended.`,
    { denied: true },
  );
}

/** @throws CredentialProblem if the answer is not about the account that was asked for */
function identityIn(
  { Credentials, AssumedRoleUser }: AssumeRoleCommandOutput,
  { role, account }: RoleQuestion,
): Identity {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  const owner = AssumedRoleUser?.Arn?.split(":")[4];
  if (!AccessKeyId || !SecretAccessKey || !SessionToken)
    throw new CredentialProblem(
      `AWS STS returned no complete credentials for the role ${role}.`,
      "Check what is between this computer and AWS STS, such as a proxy or a gateway.",
    );
  if (owner !== account)
    throw new CredentialProblem(
      `AWS STS returned a session of another account than ${account}. Nothing was signed with it.`,
      "Check the name of the role: a full name must be of the account itself.",
    );
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    ...(Expiration !== undefined && { expiration: Expiration }),
  };
}

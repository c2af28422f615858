import type { KMSClient } from "@aws-sdk/client-kms";
import type { AssumeRoleCommandOutput, STSClient } from "@aws-sdk/client-sts";
import type { FleetRole, FleetSessionSettings } from "@crosstag/core/driver";
import { CredentialProblem, CredentialSupply } from "@crosstag/driver-kit";
import { boundedHandler } from "./bounded-handler.ts";
import { explainCredentialFailure } from "./explain-credentials.ts";
import type { SourceSearch } from "./find-source.ts";
import type { Identity } from "./sdk-identity.ts";

/** Sessions are replaced this long before their end, milliseconds. Meanwhile the old one is used. */
const EARLY_MS = 10 * 60_000;
/** A role that a role assumes has sessions of at most an hour; a longer one is refused. */
const DURATION_SECONDS = 3_600;

const FULL_NAME = /^arn:(?<partition>aws(?:-[a-z]+)*):iam::(?<account>\d{12}):role\/[\w+=,.@/-]+$/;

/** The credentials that assume roles, and how. */
export interface RoleSessionParts {
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
  /** The entry of the configuration, for messages. */
  readonly name: string | undefined;
  /** The time limit of one question, milliseconds. */
  readonly timeoutMs: number;
  /** Where the base credentials come from, as far as it is known. */
  readonly searchOf: () => SourceSearch;
}

/** A role that cannot be assumed, for the life of the connection: the same question would be refused by every account. */
type Refusals = Map<string, CredentialProblem>;

/** One session for each role, shared by all regions of its account. */
export class RoleSessions {
  readonly #parts: RoleSessionParts;
  readonly #supplies = new Map<string, CredentialSupply<Identity>>();
  readonly #refusals: Refusals = new Map();
  #sts: Promise<STSClient> | undefined;

  constructor(parts: RoleSessionParts) {
    this.#parts = parts;
  }

  /** The credentials of a role in an account. Asks for nothing yet. */
  supplyFor(account: string, role: FleetRole): CredentialSupply<Identity> {
    const { partition, name, timeoutMs } = this.#parts;
    const arn = role.name.startsWith("arn:") ? role.name : `arn:${partition}:iam::${account}:role/${role.name}`;
    const key = `${arn} ${role.externalId ?? ""}`;
    let supply = this.#supplies.get(key);
    if (supply === undefined) {
      supply = new CredentialSupply<Identity>(
        {
          ask: (signal) => this.#ask(arn, account, role.externalId, signal),
          forget: () => {},
          explain: (error) => this.#explain(arn, error),
          describe: () => `the role ${arn}`,
          renewalHint: () => undefined,
          identityOf: ({ accessKeyId, sessionToken }) => ({ accessKeyId, session: sessionToken }),
          lifetimeOf: ({ expiration }) => ({ endsAt: expiration?.getTime() }),
        },
        { timeoutMs, name: name === undefined ? undefined : `${name}/${account}`, earlyMs: EARLY_MS },
      );
      this.#supplies.set(key, supply);
    }
    return supply;
  }

  /** Ends questions under way. */
  close(): void {
    for (const supply of this.#supplies.values()) supply.close();
  }

  async #ask(arn: string, account: string, externalId: string | undefined, signal: AbortSignal): Promise<Identity> {
    const refusal = this.#refusals.get(arn);
    if (refusal !== undefined) throw refusal;
    const { sessionName = "crosstag", sourceIdentity, durationSeconds = DURATION_SECONDS } = this.#parts.session;
    const { AssumeRoleCommand } = await import("@aws-sdk/client-sts");
    const sts = await (this.#sts ??= this.#createSts());
    const answer = await sts.send(
      new AssumeRoleCommand({
        RoleArn: arn,
        RoleSessionName: sessionName,
        DurationSeconds: durationSeconds,
        ExternalId: externalId,
        SourceIdentity: sourceIdentity,
      }),
      { abortSignal: signal },
    );
    return identityIn(answer, arn, account);
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

  async #explain(arn: string, error: unknown): Promise<CredentialProblem> {
    const { searchOf, session } = this.#parts;
    const problem = await explainRole(arn, error, searchOf(), session.durationSeconds);
    if (!problem.transient && isRefusal(error)) this.#refusals.set(arn, problem);
    return problem;
  }
}

/** Whether STS has answered, and would answer the same. */
function isRefusal(error: unknown): boolean {
  const answered = error instanceof Error && "$fault" in error && error.$fault === "client";
  return answered && !error.name.startsWith("ExpiredToken");
}

async function explainRole(
  arn: string,
  error: unknown,
  search: SourceSearch,
  durationSeconds: number = DURATION_SECONDS,
): Promise<CredentialProblem> {
  const name = error instanceof Error ? error.name : "";
  if (name.startsWith("AccessDenied"))
    return new CredentialProblem(
      `AWS STS did not allow the role ${arn} to be assumed.`,
      "STS does not say why. Check that the role exists in the account, that its trust policy names the caller and the external id, that the caller may call sts:AssumeRole, and that the account is not suspended.",
    );
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

/** @throws CredentialProblem if the answer is not about the account that was asked for */
function identityIn({ Credentials, AssumedRoleUser }: AssumeRoleCommandOutput, arn: string, account: string): Identity {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  const owner = AssumedRoleUser?.Arn?.split(":")[4];
  if (!AccessKeyId || !SecretAccessKey || !SessionToken)
    throw new CredentialProblem(
      `AWS STS returned no complete credentials for the role ${arn}.`,
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

/** Whether a text is the full name of a role. */
export function isRoleArn(text: string): boolean {
  return FULL_NAME.test(text);
}

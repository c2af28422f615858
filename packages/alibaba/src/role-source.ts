import type { Failure, FleetSessionSettings } from "@crosstag/core/driver";
import { CredentialProblem, type RoleQuestion, type RoleSession, type RoleSource } from "@crosstag/driver-kit";
import { isObject, type Answer } from "./answer.ts";
import type { Denial } from "./denial.ts";
import { AlibabaCallError } from "./call-error.ts";
import type { AlibabaClient } from "./client.ts";
import type { CredentialModel } from "./open-api-client.ts";

/** The default of Alibaba Cloud, which every role allows. */
const DURATION_SECONDS = 3_600;

/** The full name of a role. */
export const ROLE_ARN = /^acs:ram::(?<account>\d+):role\/[\w.@/-]+$/;

/** What assumes the roles, and how. */
export interface RoleSourceParts {
  /** Calls STS in the home region with the base credentials. */
  readonly sts: AlibabaClient;
  /** How sessions are made. */
  readonly session: FleetSessionSettings;
  /** The time limit of one question, milliseconds. */
  readonly timeoutMs: number;
  /** Explains an error of STS as one of a call with the base credentials. */
  readonly classify: (error: unknown) => Failure;
}

/** Alibaba Cloud STS, which issues the sessions of roles. */
export class AlibabaRoleSource implements RoleSource<CredentialModel> {
  readonly #parts: RoleSourceParts;

  constructor(parts: RoleSourceParts) {
    this.#parts = parts;
  }

  fullNameOf(account: string, name: string): string {
    return name.startsWith("acs:") ? name : `acs:ram::${account}:role/${name}`;
  }

  identityOf({ accessKeyId, securityToken }: CredentialModel) {
    return { accessKeyId, session: securityToken };
  }

  async ask(question: RoleQuestion, signal: AbortSignal): Promise<RoleSession<CredentialModel>> {
    const { sts, session, timeoutMs } = this.#parts;
    const { sessionName = "crosstag", sourceIdentity, durationSeconds = DURATION_SECONDS } = session;
    const { role, externalId } = question;
    const parameters = {
      RoleArn: role,
      RoleSessionName: sessionName,
      DurationSeconds: durationSeconds,
      ...(externalId !== undefined && { ExternalId: externalId }),
      ...(sourceIdentity !== undefined && { SourceIdentity: sourceIdentity }),
    };
    return sessionIn(await sts.call({ action: "AssumeRole", parameters }, { signal, timeoutMs }), question);
  }

  async explain(role: string, error: unknown): Promise<CredentialProblem> {
    const code = refusalIn(error);
    return code === undefined ? unanswered(role) : refused(role, code, denialIn(error));
  }

  refuses(error: unknown): boolean {
    return refusalIn(error) !== undefined;
  }

  classify(error: unknown): Failure {
    return this.#parts.classify(error);
  }
}

/** The code of an answer that would be the same again; undefined if there is none. */
function refusalIn(error: unknown): string | undefined {
  if (!(error instanceof AlibabaCallError) || error.problem.kind !== "refused") return undefined;
  const { status, code } = error.problem;
  return status >= 500 || status === 429 || code.startsWith("Throttling") ? undefined : code;
}

/** @throws CredentialProblem if the answer is not about the account that was asked for */
function sessionIn({ body }: Answer, { role, account }: RoleQuestion): RoleSession<CredentialModel> {
  const { Credentials: given, AssumedRoleUser: user } = body;
  const { AccessKeyId, AccessKeySecret, SecurityToken, Expiration } = isObject(given) ? given : {};
  const owner = isObject(user) && typeof user["Arn"] === "string" ? user["Arn"].split(":")[3] : undefined;
  if (typeof AccessKeyId !== "string" || typeof AccessKeySecret !== "string" || typeof SecurityToken !== "string")
    throw new CredentialProblem(
      `Alibaba Cloud STS returned no complete credentials for the role ${role}.`,
      "Check what is between this computer and Alibaba Cloud STS, such as a proxy or a gateway.",
    );
  if (owner !== account)
    throw new CredentialProblem(
      `Alibaba Cloud STS returned a session of another account than ${account}. Nothing was signed with it.`,
      "Check the name of the role: a full name must be of the account itself.",
    );
  const endsAt = typeof Expiration === "string" ? Date.parse(Expiration) : Number.NaN;
  return {
    credentials: {
      type: "sts",
      accessKeyId: AccessKeyId,
      accessKeySecret: AccessKeySecret,
      securityToken: SecurityToken,
    },
    endsAt: Number.isNaN(endsAt) ? undefined : endsAt,
  };
}

function unanswered(arn: string): CredentialProblem {
  return new CredentialProblem(
    `Alibaba Cloud STS could not be asked for the role ${arn}.`,
    "Check the network and its proxy.",
    { transient: true },
  );
}

function denialIn(error: unknown): Denial {
  return error instanceof AlibabaCallError && error.problem.kind === "refused" ? (error.problem.denial ?? {}) : {};
}

function refused(arn: string, code: string, { account, policy, explicit = false }: Denial): CredentialProblem {
  const who = account === undefined ? "the caller" : `the caller (of account ${account})`;
  if (explicit && policy !== undefined)
    return new CredentialProblem(
      `Alibaba Cloud STS did not allow the role ${arn} to be assumed: a policy denies it (${policy}, ${code}).`,
      `Change this policy, so that it does not deny sts:AssumeRole to ${who}.`,
      { denied: true },
    );
  if (/^(?:NoPermission|Forbidden|AccessDenied|EntityNotExist\.Role|AuthenticationFail)/.test(code))
    return new CredentialProblem(
      `Alibaba Cloud STS did not allow the role ${arn} to be assumed (${code}).`,
      `Check that the role exists in the account and that its trust policy names ${who} and the external id. The caller needs AliyunSTSAssumeRoleAccess, and must be a RAM user or role.`,
      { denied: true },
    );
  return new CredentialProblem(
    `Alibaba Cloud STS refused to create a session of the role ${arn} (${code}).`,
    "Check the role's name, the session name and the credentials.",
  );
}

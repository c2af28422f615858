import type { CallContext, FleetRole, FleetSessionSettings } from "@crosstag/core/driver";
import { CredentialProblem, CredentialSupply } from "@crosstag/driver-kit";
import { isObject, type Answer } from "./answer.ts";
import { AlibabaCallError } from "./call-error.ts";
import type { AlibabaClient } from "./client.ts";
import type { CredentialModel } from "./open-api-client.ts";
import type { Credentials } from "./sdk-credentials.ts";

/** Sessions are replaced this long before their end, milliseconds. Meanwhile the old one is used. */
const EARLY_MS = 10 * 60_000;
/** The default of Alibaba Cloud, which every role allows. */
const DURATION_SECONDS = 3_600;

const FULL_NAME = /^acs:ram::\d+:role\/[\w.@/-]+$/;

/** What assumes the roles, and how. */
export interface RoleSessionParts {
  /** Calls STS in the home region with the base credentials. */
  readonly sts: AlibabaClient;
  /** How sessions are made. */
  readonly session: FleetSessionSettings;
  /** The entry of the configuration, for messages. */
  readonly name: string | undefined;
  /** The time limit of one question, milliseconds. */
  readonly timeoutMs: number;
}

/** One session for each role, shared by all regions of its account. */
export class RoleSessions {
  readonly #parts: RoleSessionParts;
  readonly #supplies = new Map<string, Credentials>();
  /** Roles that cannot be assumed, for the life of the connection: the same question would be refused again. */
  readonly #refusals = new Map<string, CredentialProblem>();

  constructor(parts: RoleSessionParts) {
    this.#parts = parts;
  }

  /** The credentials of a role in an account. Asks for nothing yet. */
  supplyFor(account: string, role: FleetRole): Credentials {
    const { name, timeoutMs } = this.#parts;
    const arn = role.name.startsWith("acs:") ? role.name : `acs:ram::${account}:role/${role.name}`;
    const key = `${arn} ${role.externalId ?? ""}`;
    let supply = this.#supplies.get(key);
    if (supply === undefined) {
      let endsAt: number | undefined;
      supply = new CredentialSupply<CredentialModel>(
        {
          ask: async (signal) => {
            const session = await this.#ask(arn, account, role.externalId, { signal, timeoutMs });
            ({ endsAt } = session);
            return session.credentials;
          },
          forget: () => {},
          explain: (error) => this.#explain(arn, error),
          describe: () => `the role ${arn}`,
          renewalHint: () => undefined,
          identityOf: ({ accessKeyId, securityToken }) => ({ accessKeyId, session: securityToken }),
          lifetimeOf: () => ({ endsAt }),
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

  async #ask(arn: string, account: string, externalId: string | undefined, context: CallContext): Promise<Session> {
    const refusal = this.#refusals.get(arn);
    if (refusal !== undefined) throw refusal;
    const { sts, session } = this.#parts;
    const { sessionName = "crosstag", sourceIdentity, durationSeconds = DURATION_SECONDS } = session;
    const parameters = {
      RoleArn: arn,
      RoleSessionName: sessionName,
      DurationSeconds: durationSeconds,
      ...(externalId !== undefined && { ExternalId: externalId }),
      ...(sourceIdentity !== undefined && { SourceIdentity: sourceIdentity }),
    };
    return sessionIn(await sts.call({ action: "AssumeRole", parameters }, context), arn, account);
  }

  async #explain(arn: string, error: unknown): Promise<CredentialProblem> {
    if (!(error instanceof AlibabaCallError) || error.problem.kind !== "refused") return unanswered(arn);
    const { status, code } = error.problem;
    if (status >= 500 || status === 429 || code.startsWith("Throttling")) return unanswered(arn);
    const problem = refused(arn, code);
    this.#refusals.set(arn, problem);
    return problem;
  }
}

/** Whether a text is the full name of a role. */
export function isRoleArn(text: string): boolean {
  return FULL_NAME.test(text);
}

interface Session {
  readonly credentials: CredentialModel;
  /** Milliseconds since 1970. */
  readonly endsAt: number | undefined;
}

/** @throws CredentialProblem if the answer is not about the account that was asked for */
function sessionIn({ body }: Answer, arn: string, account: string): Session {
  const { Credentials: given, AssumedRoleUser: user } = body;
  const { AccessKeyId, AccessKeySecret, SecurityToken, Expiration } = isObject(given) ? given : {};
  const owner = isObject(user) && typeof user["Arn"] === "string" ? user["Arn"].split(":")[3] : undefined;
  if (typeof AccessKeyId !== "string" || typeof AccessKeySecret !== "string" || typeof SecurityToken !== "string")
    throw new CredentialProblem(
      `Alibaba Cloud STS returned no complete credentials for the role ${arn}.`,
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

function refused(arn: string, code: string): CredentialProblem {
  if (/^(?:NoPermission|Forbidden|AccessDenied|EntityNotExist\.Role|AuthenticationFail)/.test(code))
    return new CredentialProblem(
      `Alibaba Cloud STS did not allow the role ${arn} to be assumed (${code}).`,
      "Check that the role exists in the account and that its trust policy names the caller and the external id. The caller needs AliyunSTSAssumeRoleAccess, and must be a RAM user or role.",
    );
  return new CredentialProblem(
    `Alibaba Cloud STS refused to create a session of the role ${arn} (${code}).`,
    "Check the role's name, the session name and the credentials.",
  );
}

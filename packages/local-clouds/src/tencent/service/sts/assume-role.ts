import type { CloudError } from "../../../server/cloud.ts";
import type { TencentRole } from "../../state/role.ts";
import { denied, refused } from "../../errors.ts";
import { uinOf, type CallContext } from "../context.ts";
import type { Parameters } from "../parameters.ts";
import type { Operation } from "../tencent-service.ts";

const roleArn = /^qcs::cam::uin\/(?<account>\d+):role(?<by>Name)?\/(?<role>[\w.-]+)$/;
const sessionName = /^[\w+=,.@-]{2,128}$/;
const longestSeconds = 43_200;

/** Issues a session of a role. Policies and session tags are accepted and not applied. (Its model, read 2026-11-29.) */
export const assumeRole: Operation<CallContext> = {
  parameters: ["RoleArn", "RoleSessionName", "DurationSeconds", "Policy", "ExternalId", "Tags", "SourceIdentity"],
  quota: 20,
  carryOut: (parameters, context) => {
    const arn = roleArn.exec(parameters.text("RoleArn"))?.groups;
    if (arn === undefined) throw parameterError("RoleArn");
    const session = parameters.text("RoleSessionName");
    if (!sessionName.test(session)) throw parameterError("RoleSessionName");
    const seconds = parameters.integer("DurationSeconds", { from: 1, to: Infinity, fallback: 7200 });
    if (seconds > longestSeconds) throw refused("InvalidParameter.OverTimeError", "The session would last too long.");
    const { account = "", by, role: named } = arn;
    const role = roleOf(context.rolesOf(account), (each) => (by === undefined ? each.id : each.name) === named);
    if (!isTrusted(role, parameters, context)) throw denied("UnauthorizedOperation", "AssumeRole");

    const { identifiers, clock } = context;
    const endsAt = Math.floor(clock.now() / 1000) * 1000 + seconds * 1000;
    const secretId = `AKID${identifiers.hexadecimal("session", 32)}`;
    const secretKey = identifiers.hexadecimal("session secret", 32);
    const token = identifiers.hexadecimal("session token", 200);
    const issued = { secretId, secretKey, token, account, role: `${role.id}:${session}` };
    context.addSession(issued, { endsAt, applicant: uinOf(context) });
    return {
      Credentials: { Token: token, TmpSecretId: secretId, TmpSecretKey: secretKey },
      ExpiredTime: endsAt / 1000,
      Expiration: `${new Date(endsAt).toISOString().slice(0, 19)}Z`,
    };
  },
};

function roleOf(roles: readonly TencentRole[] | undefined, isNamed: (role: TencentRole) => boolean): TencentRole {
  if (roles === undefined) {
    throw refused("InvalidParameter.AccountNotAvaliable", "The account does not exist, or is not available.");
  }
  const role = roles.find(isNamed);
  if (role === undefined) throw refused("ResourceNotFound.RoleNotFound", "The account does not have the role.");
  return role;
}

function isTrusted({ trusts, externalId }: TencentRole, parameters: Parameters, context: CallContext): boolean {
  if (externalId !== undefined && parameters.optionalText("ExternalId") !== externalId) return false;
  return trusts.includes(context.account) || trusts.includes(uinOf(context));
}

function parameterError(name: string): CloudError {
  return refused("InvalidParameter.ParamError", `The parameter ${name} does not have the documented form.`);
}

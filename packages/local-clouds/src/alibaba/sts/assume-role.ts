import type { Clock } from "../../server/clock.ts";
import type { CloudCall } from "../../server/cloud.ts";
import type { Identifiers } from "../../server/identifiers.ts";
import type { AlibabaAccounts, AlibabaRole } from "../accounts/alibaba-accounts.ts";
import { noRole, notAuthorizedByRam, rootMayNotAssume, wronglyFormed } from "../errors.ts";
import type { AnswerBody } from "../protocol/answers.ts";
import type { AlibabaCredentials, CredentialStore } from "../protocol/credentials.ts";
import { integer, requiredText, timeText, type RequestParameters } from "../service/fields.ts";
import type { AlibabaSettings } from "../settings.ts";
import { callerOf, roleId } from "./get-caller-identity.ts";

const roleArn = /^acs:ram::(?<account>\d+):role\/(?<name>[\w.-]+)$/;
const sessionName = /^[\w.@-]{2,64}$/;

/** What the sessions of roles need of a cloud. */
export interface AssumeRoleParts {
  readonly accounts: AlibabaAccounts;
  readonly credentials: CredentialStore;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly settings: AlibabaSettings;
}

/**
 * Issues the session of a RAM role to a user or to the session of a role, never to the root of an account. Policies are
 * accepted and not applied. (Its API page, verified 2026-11-29.)
 */
export function assumeRole(
  call: CloudCall,
  parameters: RequestParameters,
  caller: AlibabaCredentials,
  parts: AssumeRoleParts,
): AnswerBody {
  const { accounts, clock, credentials, identifiers, settings } = parts;
  const arn = requiredText(parameters, "RoleArn");
  const session = requiredText(parameters, "RoleSessionName");
  if (!sessionName.test(session)) throw wronglyFormed("RoleSessionName");
  const named = roleArn.exec(arn)?.groups;
  if (named === undefined) throw wronglyFormed("RoleArn");
  if (callerOf(caller) === "root") throw rootMayNotAssume();

  const member = accounts.find(named["account"] ?? "");
  const role = member?.roles.find(({ name }) => name.toLowerCase() === named["name"]?.toLowerCase());
  if (member === undefined || role === undefined) throw noRole(settings.missingRoleCode, arn);
  if (member.suspended || !isTrusted(call.account, caller, role)) throw notAuthorizedByRam();
  if (role.externalId !== undefined && parameters["ExternalId"] !== role.externalId) throw notAuthorizedByRam();
  const seconds = durationOf(parameters, role, caller, settings);

  const endsAt = Math.floor(clock.now() / 1000) * 1000 + seconds * 1000;
  const shownName = settings.assumedRoleName === "lower-case" ? role.name.toLowerCase() : role.name;
  const principal = `assumed-role/${shownName}/${session}` as const;
  const issued = {
    accessKeyId: `STS.${identifiers.hexadecimal("session", 24)}`,
    accessKeySecret: identifiers.hexadecimal("session secret", 44),
    securityToken: identifiers.hexadecimal("session token", 200),
  };
  credentials.addSession({ ...issued, principal, account: member.id }, endsAt);
  return {
    AssumedRoleUser: { AssumedRoleId: `${roleId}:${session}`, Arn: `acs:ram::${member.id}:${principal}` },
    Credentials: {
      AccessKeyId: issued.accessKeyId,
      AccessKeySecret: issued.accessKeySecret,
      SecurityToken: issued.securityToken,
      Expiration: timeText(endsAt),
    },
    ...(parameters["SourceIdentity"] !== undefined && { SourceIdentity: parameters["SourceIdentity"] }),
  };
}

function isTrusted(account: string, caller: AlibabaCredentials, { trusts }: AlibabaRole): boolean {
  const principal = callerOf(caller);
  const [kind, name = ""] = principal.split("/");
  return trusts.some(
    (trust) =>
      trust === account ||
      trust === `acs:ram::${account}:root` ||
      trust === `acs:ram::${account}:${principal}` ||
      (kind === "assumed-role" && trust.toLowerCase() === `acs:ram::${account}:role/${name}`.toLowerCase()),
  );
}

function durationOf(
  parameters: RequestParameters,
  role: AlibabaRole,
  caller: AlibabaCredentials,
  { longestChainedSeconds }: AlibabaSettings,
): number {
  const chained = callerOf(caller).startsWith("assumed-role/");
  const longest = Math.min(role.maxSessionSeconds, chained ? longestChainedSeconds : Infinity);
  return integer(parameters, "DurationSeconds", {
    from: 900,
    to: longest,
    fallback: Math.min(3600, longest),
    refusal: () =>
      wronglyFormed("DurationSeconds", `The Min/Max value of DurationSeconds is 15min/${longest / 3600}hr.`),
  });
}

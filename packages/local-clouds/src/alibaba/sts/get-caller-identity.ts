import { principalOf, type Principal } from "../../principal.ts";
import type { AnswerBody } from "../protocol/answers.ts";
import type { AlibabaCredentials } from "../protocol/credentials.ts";

const userId = "200000000000000001";
/** The id of a role, the same for all roles. */
export const roleId = "300000000000000001";

export function callerOf(credentials: AlibabaCredentials): Principal {
  return principalOf(credentials, credentials.securityToken);
}

/** The signer. UserId and RoleId are each present for one kind of caller only (its API page, verified 2026-11-29). */
export function getCallerIdentity(account: string, credentials: AlibabaCredentials): AnswerBody {
  const principal = callerOf(credentials);
  const answer = { AccountId: account, Arn: `acs:ram::${account}:${principal}` };
  if (principal === "root") return { IdentityType: "Account", ...answer, PrincipalId: account, UserId: account };
  const [kind, , session = ""] = principal.split("/");
  return kind === "user"
    ? { IdentityType: "RAMUser", ...answer, PrincipalId: userId, UserId: userId }
    : { IdentityType: "AssumedRoleUser", ...answer, PrincipalId: `${roleId}:${session}`, RoleId: roleId };
}

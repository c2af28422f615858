import { principalOf } from "../../principal.ts";
import type { AnswerBody } from "../protocol/answers.ts";
import type { AlibabaCredentials } from "../protocol/credentials.ts";

const userId = "200000000000000001";
const roleId = "300000000000000001";

/** The signer. UserId and RoleId are each present for one kind of caller only (its API page, verified 2026-11-29). */
export function getCallerIdentity(account: string, credentials: AlibabaCredentials): AnswerBody {
  const principal = principalOf(credentials, credentials.securityToken);
  const answer = { AccountId: account, Arn: `acs:ram::${account}:${principal}` };
  if (principal === "root") return { IdentityType: "Account", ...answer, PrincipalId: account, UserId: account };
  const [kind, , session = ""] = principal.split("/");
  return kind === "user"
    ? { IdentityType: "RAMUser", ...answer, PrincipalId: userId, UserId: userId }
    : { IdentityType: "AssumedRoleUser", ...answer, PrincipalId: `${roleId}:${session}`, RoleId: roleId };
}

import { principalOf, type Principal } from "../../principal.ts";
import type { AwsCredentials } from "../protocol/credential-store.ts";

export function callerOf(credentials: AwsCredentials): Principal {
  return principalOf(credentials, credentials.sessionToken);
}

export function callerArn(account: string, caller: Principal): string {
  return `arn:aws:${caller.startsWith("assumed-role/") ? "sts" : "iam"}::${account}:${caller}`;
}

/** The forms of the IAM guide's page on unique ids: the account of its root, AIDA… of a user, AROA…:session of a role. */
export function callerUserId(account: string, caller: Principal): string {
  if (caller === "root") return account;
  const [kind, , session] = caller.split("/");
  return kind === "user" ? "AIDALOCALCLOUDS000000" : `AROALOCALCLOUDS000000:${session ?? ""}`;
}

import { principalOf, type Principal } from "../../principal.ts";
import type { CloudCall, CloudError } from "../../server/cloud.ts";
import { namesOperation } from "../../server/operation-name.ts";
import { awsError } from "../protocol/aws-error.ts";
import type { AwsCredentialStore } from "../protocol/credential-store.ts";

type Signed = Pick<CloudCall, "accessKeyId" | "account">;

/** Who signs requests, and what is denied to them. */
export class Callers {
  readonly #credentials: AwsCredentialStore;

  constructor(credentials: AwsCredentialStore) {
    this.#credentials = credentials;
  }

  /** The caller, as the last part of its ARN. Credentials that were removed since are those of the root. */
  principalOf({ accessKeyId }: Signed): Principal {
    const known = this.#credentials.find(accessKeyId);
    return known === undefined ? "root" : principalOf(known.given, known.given.sessionToken);
  }

  arnOf(call: Signed): string {
    const principal = this.principalOf(call);
    return `arn:aws:${principal.startsWith("assumed-role/") ? "sts" : "iam"}::${call.account}:${principal}`;
  }

  /** The wording of a denial because the caller has no policy that allows the action (recorded, verified 2026-11-22). */
  denial(call: CloudCall, action: string, resource = "*", reason = noPolicy(action)): CloudError {
    return awsError(
      "AccessDeniedException",
      `User: ${this.arnOf(call)} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    );
  }

  /** Whether the credentials deny the operation of a call. */
  isDenied(call: CloudCall): boolean {
    const denied = this.#credentials.find(call.accessKeyId)?.given.deniedOperations;
    return denied?.some((name) => namesOperation(name, call)) === true;
  }
}

function noPolicy(action: string): string {
  return `because no identity-based policy allows the ${action} action`;
}

/** The id of a role, the same for all roles. */
export const roleId = "AROALOCALCLOUDS000000";

/** The forms of the IAM guide's page on unique ids: the account of its root, AIDA… of a user, AROA…:session of a role. */
export function callerUserId(account: string, caller: Principal): string {
  if (caller === "root") return account;
  const [kind, , session] = caller.split("/");
  return kind === "user" ? "AIDALOCALCLOUDS000000" : `${roleId}:${session ?? ""}`;
}

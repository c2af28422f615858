import { fieldsOf } from "@crosstag/core/internal";
import { CredentialProblem } from "@crosstag/driver-kit";

/** An access key, or a session with its token. */
export interface FixedCredentials {
  /** The id of the access key. */
  readonly accessKeyId: string;
  /** The secret of the access key. */
  readonly accessKeySecret: string;
  /** The token of a session; absent for an access key. */
  readonly securityToken?: string;
}

/**
 * The SDK reads a part that is empty from the environment, whose credentials may belong to another account
 * (@alicloud/credentials 2.4.7). @throws CredentialProblem if a part is missing or empty
 */
export function checkFixedCredentials(credentials: unknown): asserts credentials is FixedCredentials {
  const { accessKeyId, accessKeySecret, securityToken = "-" } = fieldsOf(credentials);
  if ([accessKeyId, accessKeySecret, securityToken].every((part) => typeof part === "string" && part !== "")) return;
  throw new CredentialProblem(
    "The credentials for Alibaba Cloud are incomplete.",
    "Set accessKeyId and accessKeySecret, and securityToken for a session. None of them can be empty.",
  );
}

import { fieldsOf } from "@crosstag/core/internal";
import { configurationError } from "./configuration-error.ts";
import type { FixedCredentials } from "./fixed-credentials.ts";

/**
 * Checks credentials that an application passes for a cloud by name, where their type is not known.
 * @throws CrosstagError `configuration` if they are not an access key
 */
export function givenCredentials(credentials: unknown): FixedCredentials {
  if (isAccessKey(credentials)) return credentials;
  throw configurationError(
    "The credentials that were passed in are not an access key of Alibaba Cloud.",
    "Pass { accessKeyId, accessKeySecret, securityToken? }.",
  );
}

/** The token is checked with the other parts when they are used. */
function isAccessKey(value: unknown): value is FixedCredentials {
  const { accessKeyId, accessKeySecret } = fieldsOf(value);
  return typeof accessKeyId === "string" && typeof accessKeySecret === "string";
}

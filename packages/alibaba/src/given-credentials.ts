import { configurationError } from "./configuration-error.ts";
import type { FixedCredentials } from "./fixed-credentials.ts";

/**
 * Checks credentials that an application passes for a cloud by name, where their type is not known.
 * @throws CrosstagError `configuration` if they are not an access key
 */
export function givenCredentials(credentials: unknown): FixedCredentials {
  const { accessKeyId, accessKeySecret } = (credentials ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof accessKeyId === "string" && typeof accessKeySecret === "string") return credentials as FixedCredentials;
  throw configurationError(
    "The credentials that were passed in are not an access key of Alibaba Cloud.",
    "Pass { accessKeyId, accessKeySecret, securityToken? }.",
  );
}

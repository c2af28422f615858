import { fieldsOf } from "@crosstag/core/internal";
import { configurationError } from "./configuration-error.ts";
import type { SdkCredentials } from "./sdk-identity.ts";

/**
 * Checks credentials that an application passes for a cloud by name, where their type is not known.
 * @throws CrosstagError `configuration` if they are neither an identity nor a provider of the SDK
 */
export function givenCredentials(credentials: unknown): SdkCredentials {
  if (isSdkCredentials(credentials)) return credentials;
  throw configurationError(
    "The credentials that were passed in are neither an identity nor a provider of the AWS SDK.",
    "Pass { accessKeyId, secretAccessKey, sessionToken? }, or a function of @aws-sdk/credential-providers.",
  );
}

function isSdkCredentials(value: unknown): value is SdkCredentials {
  if (typeof value === "function") return true;
  const { accessKeyId, secretAccessKey } = fieldsOf(value);
  return typeof accessKeyId === "string" && typeof secretAccessKey === "string";
}

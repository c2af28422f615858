import { fieldsOf } from "@crosstag/core/internal";
import { configurationError } from "./configuration-error.ts";
import type { CredentialFunction, FixedCredentials } from "./fixed-credentials.ts";

/**
 * Checks credentials that an application passes for a cloud by name, where their type is not known.
 * @throws CrosstagError `configuration` if they are neither an API key nor a function
 */
export function givenCredentials(credentials: unknown): FixedCredentials | CredentialFunction {
  if (isUsable(credentials)) return credentials;
  throw configurationError(
    "The credentials that were passed in are neither an API key of Tencent Cloud nor a function.",
    "Pass { secretId, secretKey, token? }, or a function that returns it.",
  );
}

/** The token, and what a function returns, are checked when they are used. */
function isUsable(value: unknown): value is FixedCredentials | CredentialFunction {
  if (typeof value === "function") return true;
  const { secretId, secretKey } = fieldsOf(value);
  return typeof secretId === "string" && typeof secretKey === "string";
}

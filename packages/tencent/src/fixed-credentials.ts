import { fieldsOf } from "@crosstag/core/internal";
import { CredentialProblem } from "@crosstag/driver-kit";

/** An API key, or a session with its token. */
export interface FixedCredentials {
  /** The id of the API key. */
  readonly secretId: string;
  /** The secret of the API key. */
  readonly secretKey: string;
  /** The token of a session; absent for an API key. */
  readonly token?: string;
}

/** Credentials that end. */
export interface ExpiringCredentials extends FixedCredentials {
  /** The end of the session. New ones are asked for minutes before it. Absent: the credentials do not end. */
  readonly expiration?: Date;
}

/**
 * A function of the application that returns credentials. It is called before the first call, before the credentials end,
 * and after the cloud has refused them.
 */
export type CredentialFunction = () => Promise<ExpiringCredentials>;

/**
 * A copy of credentials, complete and fit for a header.
 * @param source the place in messages: `the profile "audit"`
 * @throws CredentialProblem if a part is missing, empty or cannot be sent
 */
export function checkCredentials(given: unknown, source: string): ExpiringCredentials {
  const { secretId, secretKey, token, expiration } = fieldsOf(given);
  if (!isText(secretId) || !isText(secretKey) || (token !== undefined && !isText(token)))
    throw new CredentialProblem(
      `The credentials for Tencent Cloud are incomplete (source: ${source}).`,
      "Set secretId and secretKey, and token for a session. None of them can be empty.",
    );
  // Without this check it would be reported as a network error.
  if (![secretId, secretKey, token ?? "-"].every((part) => /^[\x21-\x7e]+$/.test(part)))
    throw new CredentialProblem(
      `The credentials for Tencent Cloud contain a space, a line break or a character outside ASCII (source: ${source}).`,
      "Set them again, without quotes or spaces around them.",
    );
  if (expiration !== undefined && !(expiration instanceof Date && Number.isFinite(expiration.getTime())))
    throw new CredentialProblem(
      "The expiration of the credentials for Tencent Cloud is not a Date.",
      "Return a Date as expiration, or leave it out.",
    );
  return {
    secretId,
    secretKey,
    ...(token !== undefined && { token }),
    ...(expiration !== undefined && { expiration }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

import { CredentialProblem, type CredentialSource } from "@crosstag/driver-kit";
import { checkFixedCredentials, type FixedCredentials } from "./fixed-credentials.ts";
import type { CredentialModel } from "./open-api-client.ts";

/** Credentials that a function of the application returns. */
export interface ExpiringCredentials extends FixedCredentials {
  /** The end of the session. The function is called again minutes before it. Absent: the credentials do not end. */
  readonly expiration?: Date;
}

/**
 * A function of the application that returns credentials, as providers of the AWS SDK do. It is called before the first
 * call, before the credentials end, and after the cloud has refused them.
 */
export type CredentialFunction = () => Promise<ExpiringCredentials>;

/**
 * Calls a function of the application, and copies what it returns.
 * @throws CredentialProblem if that is not complete; any error of the function
 */
export async function callForCredentials(give: CredentialFunction): Promise<ExpiringCredentials> {
  const given: ExpiringCredentials | null | undefined = await give();
  checkFixedCredentials(given);
  const { accessKeyId, accessKeySecret, securityToken, expiration } = given;
  if (expiration !== undefined && !(expiration instanceof Date && Number.isFinite(expiration.getTime())))
    throw new CredentialProblem(
      "The expiration of the credentials for Alibaba Cloud is not a Date.",
      "Return a Date as expiration, or leave it out.",
    );
  return {
    accessKeyId,
    accessKeySecret,
    ...(securityToken !== undefined && { securityToken }),
    ...(expiration !== undefined && { expiration }),
  };
}

/** A function of the application as the source of a driver's credentials. */
export function sourceOfFunction(give: CredentialFunction): CredentialSource<CredentialModel & { expiration?: Date }> {
  return {
    ask: () => callForCredentials(give),
    // Every question is a new one.
    forget: () => {},
    identityOf: ({ accessKeyId, securityToken }) => ({ accessKeyId, session: securityToken }),
    lifetimeOf: ({ expiration }) => ({ endsAt: expiration?.getTime() }),
    explain: async () =>
      new CredentialProblem(
        'The function that was passed in as "credentials" gave no credentials.',
        "Check the function; calling it alone shows its own error.",
      ),
    describe: () => 'the option "credentials"',
    renewalHint: () => undefined,
  };
}

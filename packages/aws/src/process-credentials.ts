import { CredentialProblem, readCredentialCommand } from "@crosstag/driver-kit";
import { quote } from "./describe-source.ts";
import type { Identity } from "./sdk-identity.ts";

/**
 * Runs the `credential_process` of a profile. The SDK would run it without a time limit and show its error text. The
 * format is documented in "Sourcing credentials with an external process" of the AWS SDKs' reference guide.
 * @throws CredentialProblem
 */
export async function processCredentials(profile: string, command: string, signal: AbortSignal): Promise<Identity> {
  const title = `The credential_process of the profile ${quote(profile)}`;
  const output = await readCredentialCommand(command, {
    title,
    setting: "the value of credential_process in the profile",
    expirationField: "Expiration",
    signal,
  });
  if ("problem" in output) throw new CredentialProblem(output.problem, output.hint);
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, AccountId } = output.fields;
  if (Version !== 1)
    throw new CredentialProblem(
      `${title} printed JSON without "Version": 1.`,
      "Crosstag reads version 1 of the format.",
    );
  if (typeof AccessKeyId !== "string" || typeof SecretAccessKey !== "string") {
    const hint = "The JSON must contain AccessKeyId and SecretAccessKey, and SessionToken for a session.";
    throw new CredentialProblem(`${title} printed JSON without credentials.`, hint);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(typeof SessionToken === "string" && { sessionToken: SessionToken }),
    ...(output.expiresAt !== undefined && { expiration: new Date(output.expiresAt) }),
    ...(typeof AccountId === "string" && { accountId: AccountId }),
  };
}

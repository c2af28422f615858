import { type CommandResult, runCredentialCommand } from "@crosstag/driver-kit";
import { CredentialProblem } from "./credential-problem.ts";
import { quote } from "./describe-source.ts";
import type { Identity } from "./sdk-identity.ts";

/**
 * Runs the `credential_process` of a profile. The SDK would run it without any limit of time, and show its error text.
 * @throws CredentialProblem
 */
export async function processCredentials(profile: string, command: string, signal: AbortSignal): Promise<Identity> {
  const result = await runCredentialCommand(command, { signal });
  const who = `The credential_process of the profile ${quote(profile)}`;
  if (result.ended !== "done") throw new CredentialProblem(`${who} ${describeEnd(result)}.`, BY_HAND);
  return parseOutput(result.output, who);
}

const BY_HAND = "Run the command by hand to see why; it is the value of credential_process in the profile.";

function describeEnd(result: Exclude<CommandResult, { ended: "done" }>): string {
  switch (result.ended) {
    case "exit-code":
      if (result.exitCode === 127) return "could not be run: the command was not found (exit code 127)";
      return `failed with exit code ${result.exitCode}`;
    case "signal":
      return `was ended by ${result.signal}`;
    case "not-started":
      return "could not be started";
    case "stopped":
      return "was stopped";
  }
}

/** The format is documented in "Sourcing credentials with an external process" of the AWS SDKs' reference guide. */
function parseOutput(output: string, who: string): Identity {
  let data: Readonly<Record<string, unknown>>;
  try {
    data = JSON.parse(output) as typeof data;
  } catch {
    const hint = /\{[\s\S]*\}/.test(output)
      ? "It prints other text beside its JSON: send that to standard error."
      : "It has to print the credentials as JSON and nothing else.";
    throw new CredentialProblem(`${who} printed something that is not JSON.`, hint);
  }
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration, AccountId } = data ?? {};
  if (Version !== 1)
    throw new CredentialProblem(`${who} printed JSON without "Version": 1.`, "Crosstag reads version 1 of the format.");
  if (typeof AccessKeyId !== "string" || typeof SecretAccessKey !== "string") {
    const hint = "Its JSON needs AccessKeyId and SecretAccessKey, and SessionToken for a session.";
    throw new CredentialProblem(`${who} printed JSON without credentials.`, hint);
  }
  const expiration = typeof Expiration === "string" ? new Date(Expiration) : undefined;
  if (expiration !== undefined && expiration.getTime() <= Date.now()) {
    const hint = "Renew the session that it reads, and check this computer's clock.";
    throw new CredentialProblem(`${who} printed credentials that have expired.`, hint);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(typeof SessionToken === "string" && { sessionToken: SessionToken }),
    ...(expiration !== undefined && !Number.isNaN(expiration.getTime()) && { expiration }),
    ...(typeof AccountId === "string" && { accountId: AccountId }),
  };
}

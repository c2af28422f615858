import { CredentialProblem, readCredentialCommand } from "@crosstag/driver-kit";
import type { FixedCredentials } from "./fixed-credentials.ts";

/** Credentials that a process printed. */
export interface ProcessCredentials extends FixedCredentials {
  /** End of the session, milliseconds since 1970; absent if the process printed none. */
  readonly expiresAt?: number;
}

/**
 * Runs the `process_command` of a profile of mode External. The SDK would wait a minute for it, show its error text and
 * write the credentials into the configuration file.
 * @param argv the program and its arguments
 * @throws CredentialProblem
 */
export async function processCredentials(
  profile: string,
  [command = "", ...argv]: readonly string[],
  signal: AbortSignal,
): Promise<ProcessCredentials> {
  const title = `The process_command of the profile ${JSON.stringify(profile)}`;
  const output = await readCredentialCommand(command, {
    title,
    setting: "the value of process_command in ~/.aliyun/config.json",
    expirationField: "expiration",
    argv,
    signal,
  });
  if ("problem" in output) throw new CredentialProblem(output.problem, output.hint);
  const { mode, access_key_id: id, access_key_secret: secret, sts_token: token } = output.fields;
  if (!isFilled(id) || !isFilled(secret) || (mode === "StsToken" && !isFilled(token))) {
    const hint = "The JSON must contain access_key_id and access_key_secret, and sts_token for a session.";
    throw new CredentialProblem(`${title} printed JSON without credentials.`, hint);
  }
  return {
    accessKeyId: id,
    accessKeySecret: secret,
    ...(isFilled(token) && { securityToken: token }),
    ...(output.expiresAt !== undefined && { expiresAt: output.expiresAt }),
  };
}

function isFilled(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

import { type CommandResult, runCredentialCommand } from "@crosstag/driver-kit";
import { AlibabaCallError } from "./call-error.ts";
import { isObject } from "./answer.ts";
import type { FixedCredentials } from "./credentials.ts";

/** What a process gave, and until when, milliseconds since 1970. */
export interface ProcessCredentials extends FixedCredentials {
  readonly expiresAt?: number;
}

/**
 * Runs the `process_command` of a profile of mode External. The SDK would wait a minute for it, show its error text and
 * write what it gives into the configuration file.
 * @param argv the command in parts
 * @throws AlibabaCallError `unsigned`
 */
export async function processCredentials(
  profile: string,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<ProcessCredentials> {
  const [command = "", ...rest] = argv;
  const result = await runCredentialCommand(command, { argv: rest, signal });
  const who = `The process_command of the profile ${JSON.stringify(profile)}`;
  if (result.ended !== "done") {
    const hint = "Run the command by hand to see why; it stands in ~/.aliyun/config.json.";
    throw unsigned(`${who} ${describeEnd(result)}.`, hint);
  }
  return parseOutput(result.output, who);
}

function describeEnd(result: Exclude<CommandResult, { ended: "done" }>): string {
  switch (result.ended) {
    case "exit-code":
      return `failed with exit code ${result.exitCode}`;
    case "signal":
      return `was ended by ${result.signal}`;
    case "not-started":
      return "could not be started: the command was not found, or cannot be run";
    case "stopped":
      return "was stopped";
  }
}

function parseOutput(output: string, who: string): ProcessCredentials {
  let data: unknown;
  try {
    data = JSON.parse(output);
  } catch {
    const hint = /\{[\s\S]*\}/.test(output)
      ? "It prints other text beside its JSON: send that to standard error."
      : "It has to print the credentials as JSON and nothing else.";
    throw unsigned(`${who} printed something that is not JSON.`, hint);
  }
  const {
    mode,
    access_key_id: id,
    access_key_secret: secret,
    sts_token: token,
    expiration,
  } = isObject(data) ? data : {};
  if (typeof id !== "string" || typeof secret !== "string" || (mode === "StsToken" && typeof token !== "string")) {
    const hint = "Its JSON needs access_key_id and access_key_secret, and sts_token for a session.";
    throw unsigned(`${who} printed JSON without credentials.`, hint);
  }
  const expiresAt = typeof expiration === "string" ? Date.parse(expiration) : Number.NaN;
  if (expiresAt <= Date.now()) {
    const hint = "Renew the session that it reads, and check this computer's clock.";
    throw unsigned(`${who} printed credentials that have expired.`, hint);
  }
  return {
    accessKeyId: id,
    accessKeySecret: secret,
    ...(typeof token === "string" && token !== "" && { securityToken: token }),
    ...(!Number.isNaN(expiresAt) && { expiresAt }),
  };
}

function unsigned(message: string, hint: string): AlibabaCallError {
  return new AlibabaCallError({ kind: "unsigned", message, hint });
}

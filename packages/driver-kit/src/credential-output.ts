import { type CommandResult, runCredentialCommand } from "./credential-command.ts";
import { fieldsOf } from "@crosstag/core/internal";

/** What a command printed, or why it printed no credentials. Its fields contain secrets: do not show them. */
export type CredentialOutput =
  | {
      /** The fields of the object that the command printed. */
      readonly fields: Readonly<Record<string, unknown>>;
      /** Milliseconds since 1970; undefined if the command printed no valid time. */
      readonly expiresAt: number | undefined;
    }
  | {
      /** What is wrong, in one sentence, without what the command printed. */
      readonly problem: string;
      /** How to find out more. */
      readonly hint: string;
    };

/** Options of `readCredentialCommand`. */
export interface CredentialCommandOptions {
  /** The command in messages, for example `The credential_process of the profile "audit"`. */
  readonly title: string;
  /** Where the command is set, for a hint. */
  readonly setting: string;
  /** The field of the output with the end of a session, as text in ISO 8601. */
  readonly expirationField: string;
  /** Arguments of a program; without them the command is given to the shell. */
  readonly argv?: readonly string[];
  /** Ends the command and its processes. */
  readonly signal: AbortSignal;
}

/** Runs a command that prints credentials as JSON. Messages repeat nothing of its output. */
export async function readCredentialCommand(
  command: string,
  { title, setting, expirationField, argv, signal }: CredentialCommandOptions,
): Promise<CredentialOutput> {
  const result = await runCredentialCommand(command, { signal, ...(argv !== undefined && { argv }) });
  if (result.ended !== "done") {
    const hint = `Run the command manually to see why. It is ${setting}.`;
    return { problem: `${title} ${describeEnd(result)}.`, hint };
  }
  const fields = parseObject(result.output);
  if (result.output.trim() === "")
    return { problem: `${title} printed nothing.`, hint: "The command must print the credentials as JSON." };
  if (fields === undefined) {
    const hint = /\{[\s\S]*\}/.test(result.output)
      ? "The command prints other text besides its JSON: send that text to standard error."
      : "The command must print the credentials as JSON and nothing else.";
    return { problem: `${title} printed something that is not JSON.`, hint };
  }
  const expiration = fields[expirationField];
  const expiresAt = typeof expiration === "string" ? Date.parse(expiration) : Number.NaN;
  if (expiresAt <= Date.now()) {
    const hint = "Renew the session that the command reads, and check this computer's clock.";
    return { problem: `${title} printed credentials that have expired.`, hint };
  }
  return { fields, expiresAt: Number.isNaN(expiresAt) ? undefined : expiresAt };
}

function describeEnd(result: Exclude<CommandResult, { ended: "done" }>): string {
  switch (result.ended) {
    case "exit-code":
      if (result.exitCode === 127) return "could not be started: the command was not found (exit code 127)";
      return `failed with exit code ${result.exitCode}`;
    case "signal":
      return `was ended by ${result.signal}`;
    case "not-started":
      return "could not be started: the command was not found, or cannot be run";
    case "stopped":
      return "was stopped";
  }
}

/** JSON that is not an object has no fields. */
function parseObject(output: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return fieldsOf(JSON.parse(output));
  } catch {
    return undefined;
  }
}

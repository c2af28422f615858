import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODE, type ExitCode } from "./exit-code.ts";

/** What the program prints to a command line that only asks about the program itself. */
export interface PreparedAnswer {
  /** With the marks of `wrapHelp`. */
  readonly text: string;
  readonly stream: "stdout" | "stderr";
  readonly exitCode: ExitCode;
}

/** Files in the folder of the built program. */
export const PREPARED_FILES = {
  version: "answers/version.txt",
  help: "answers/help.txt",
  helpOf: (command: string) => `answers/commands/${command}.txt`,
} as const;

/**
 * Answers a command line that only asks for help or for the version from files that the build has written, because to
 * load the definitions of all commands takes as long as Node itself. Undefined for any other command line, or without a
 * build.
 * @param commandLine without `node` and the script
 * @param folder the folder of the built program
 */
export function preparedAnswer(commandLine: readonly string[], folder: string): PreparedAnswer | undefined {
  const [first, second] = commandLine;
  if (commandLine.length > 2) return undefined;
  if (first === undefined) return answer(read(folder, PREPARED_FILES.help), "stderr", EXIT_CODE.usage);
  if (second !== undefined) {
    const command = first === "help" ? second : isHelpFlag(second) ? first : undefined;
    return command === undefined ? undefined : answer(helpOf(command, folder));
  }
  if (first === "--version") return answer(read(folder, PREPARED_FILES.version));
  return first === "help" || isHelpFlag(first) ? answer(read(folder, PREPARED_FILES.help)) : undefined;
}

function answer(
  text: string | undefined,
  stream: PreparedAnswer["stream"] = "stdout",
  exitCode: ExitCode = EXIT_CODE.done,
): PreparedAnswer | undefined {
  return text === undefined ? undefined : { text, stream, exitCode };
}

function isHelpFlag(word: string): boolean {
  return word === "--help" || word === "-h";
}

/** Undefined if there is no such command. */
function helpOf(command: string, folder: string): string | undefined {
  // A word of the command line never leads out of the folder.
  return /^[a-z-]+$/.test(command) ? read(folder, PREPARED_FILES.helpOf(command)) : undefined;
}

function read(folder: string, file: string): string | undefined {
  try {
    return readFileSync(join(folder, file), "utf8");
  } catch {
    return undefined;
  }
}

import { homedir } from "node:os";
import type { CommandContext } from "./command-context.ts";
import type { ExitCode } from "./exit-code.ts";
import { ifKnown } from "./if-known.ts";
import { main as runProgram } from "./program.ts";
import { standardStreams } from "./standard-streams.ts";

/**
 * Runs one command line in a program, without a process of its own. Never throws and never ends the process.
 * @param commandLine without `node` and the script: `["list", "--cloud", "production"]`
 * @param context what the command sees of the world, for example `{ registry }` with further adapters. Default: this
 *   process, without questions to a person and without handling of signals
 * @returns the exit code
 */
export function main(commandLine: readonly string[], context: Partial<CommandContext> = {}): Promise<ExitCode> {
  const streams = standardStreams(process);
  const { standardInput, standardOutput, standardError, ...rest } = context;
  return runProgram(commandLine, {
    // Node loads its network code for a stream that is used.
    get standardInput() {
      return standardInput ?? streams.standardInput;
    },
    get standardOutput() {
      return standardOutput ?? streams.standardOutput;
    },
    get standardError() {
      return standardError ?? streams.standardError;
    },
    environment: process.env,
    workingDirectory: ifKnown(() => process.cwd()),
    homeDirectory: ifKnown(homedir),
    now: () => new Date(),
    signal: new AbortController().signal,
    ...rest,
  });
}

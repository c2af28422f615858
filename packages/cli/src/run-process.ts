import { homedir } from "node:os";
import type { CommandContext } from "./command-context.ts";
import { endProcess } from "./end-process.ts";
import { endOnFault, endOnStandstill } from "./fault.ts";
import { isHangUpIgnored } from "./hang-up.ts";
import { ifKnown } from "./if-known.ts";
import { listenForInterruption } from "./interruption.ts";
import { findTerminals, passOverLostTerminals } from "./lost-terminal.ts";
import { main } from "./program.ts";
import { standardStreams } from "./standard-streams.ts";

/** Runs the command line of this process, and ends the process with the exit code. */
export async function runProcess(): Promise<void> {
  // The SDK would warn about Node 20 on every start; what it needs works on the versions that this package names.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

  const streams = standardStreams(process);
  const terminals = await findTerminals();
  await passOverLostTerminals(process, terminals);

  const commandLine = process.argv.slice(2);
  const write = (text: string) => void streams.standardError.write(text);
  endOnFault(process, commandLine, { write, exit });
  let isDone = false;
  endOnStandstill(process, { isDone: () => isDone, write, exit });

  const homeDirectory = ifKnown(homedir);
  // The SDKs look for their files in the home directory, and end with an error of their own if the system knows none.
  if (homeDirectory === undefined) process.env["HOME"] = "/nonexistent";

  const signal = listenForInterruption(process, { exit, ignoresHangUp: isHangUpIgnored(process.env, process.ppid) });
  const ask = async (question: string) => (await import("./input/ask.ts")).ask(question, signal);
  const context: CommandContext = Object.assign(streams, {
    environment: process.env,
    workingDirectory: ifKnown(() => process.cwd()),
    homeDirectory,
    now: () => new Date(),
    signal,
    ...(terminals.includes(0) && terminals.includes(2) && { ask }),
  });
  process.exitCode = await main(commandLine, context);
  isDone = true;
  await endProcess([...streams.used], () => process.exit());
}

function exit(code: number): void {
  process.exit(code);
}

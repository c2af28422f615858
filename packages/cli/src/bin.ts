#!/usr/bin/env node
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import type { CommandContext } from "./command-context.ts";
import { endProcess } from "./end-process.ts";
import { endOnFault } from "./fault.ts";
import { isHangUpIgnored } from "./hang-up.ts";
import { listenForInterruption } from "./interruption.ts";
import { passOverLostTerminals } from "./lost-terminal.ts";
import { main } from "./program.ts";

// Node 22.8 and later: what was compiled at one start need not be compiled at the next.
(nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();

// The SDK would warn about Node 20 on every start; what it needs works on the versions that this package names.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

// A reader that has gone away (`crosstag list | head -1`), a full disk or a closed terminal ends no command. What is missing
// on standard output is told by the exit code.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
passOverLostTerminals(process);

const commandLine = process.argv.slice(2);
const exit = (code: number) => process.exit(code);
endOnFault(process, commandLine, { write: (text) => void process.stderr.write(text), exit });

const homeDirectory = ifKnown(homedir);
// The SDKs look for their files in the home directory, and end with an error of their own if the system knows none.
if (homeDirectory === undefined) process.env["HOME"] = "/nonexistent";

const { stdin, stdout, stderr } = process;
// A closed terminal is the end of the input, as the question sees it.
stdin.on("error", () => {});
const signal = listenForInterruption(process, { exit, ignoresHangUp: isHangUpIgnored(process.env, process.ppid) });
const context: CommandContext = {
  standardInput: stdin,
  standardOutput: stdout,
  standardError: stderr,
  environment: process.env,
  workingDirectory: ifKnown(() => process.cwd()),
  homeDirectory,
  now: () => new Date(),
  signal,
  ...(stdin.isTTY &&
    stderr.isTTY && { ask: async (question: string) => (await import("./input/ask.ts")).ask(question, signal) }),
};
process.exitCode = await main(commandLine, context);
await endProcess([stdout, stderr], () => process.exit());

/** A working directory may be removed, and a user of a container may have no home. Most commands need neither. */
function ifKnown(directory: () => string): string | undefined {
  try {
    return directory();
  } catch {
    return undefined;
  }
}

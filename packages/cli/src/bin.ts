#!/usr/bin/env node
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import type { CommandContext } from "./command-context.ts";
import { listenForInterruption } from "./interruption.ts";
import { main } from "./program.ts";

// Node 22.8 and later: what was compiled at one start need not be compiled at the next.
(nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();

// The SDK would warn about Node 20 on every start; what it needs works on the versions that this package names.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

// A reader that has gone away (`crosstag list | head -1`) is no error of this program.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

const homeDirectory = ifKnown(homedir);
// The SDKs look for their files in the home directory, and end with an error of their own if the system knows none.
if (homeDirectory === undefined) process.env["HOME"] = "/nonexistent";

const { stdin, stdout, stderr } = process;
const context: CommandContext = {
  standardInput: stdin,
  standardOutput: stdout,
  standardError: stderr,
  environment: process.env,
  workingDirectory: ifKnown(() => process.cwd()),
  homeDirectory,
  now: () => new Date(),
  signal: listenForInterruption(process, (code) => process.exit(code)),
  ...(stdin.isTTY &&
    stderr.isTTY && { ask: async (question: string) => (await import("./input/ask.ts")).ask(question) }),
};
process.exitCode = await main(process.argv.slice(2), context);

/** A working directory may be removed, and a user of a container may have no home. Most commands need neither. */
function ifKnown(directory: () => string): string | undefined {
  try {
    return directory();
  } catch {
    return undefined;
  }
}

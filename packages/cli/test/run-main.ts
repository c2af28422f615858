import { PassThrough, Readable } from "node:stream";
import { main } from "../src/program.ts";
import type { CommandContext } from "../src/command-context.ts";
import { readAll } from "./read-all.ts";

export interface MainResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process, with a world of its own. */
export async function runMain(
  commandLine: readonly string[],
  world: Partial<CommandContext> & { readonly stdin?: string } = {},
): Promise<MainResult> {
  const { stdin = "", ...rest } = world;
  const standardOutput = rest.standardOutput ?? new PassThrough({ highWaterMark: 1 << 26 });
  const standardError = rest.standardError ?? new PassThrough({ highWaterMark: 1 << 26 });
  const exitCode = await main(commandLine, {
    standardInput: Readable.from([stdin]),
    standardOutput,
    standardError,
    environment: {},
    workingDirectory: "/",
    homeDirectory: "/nowhere",
    now: () => new Date("2026-11-22T00:00:00Z"),
    signal: new AbortController().signal,
    ...rest,
  });
  return { exitCode, stdout: textOf(standardOutput), stderr: textOf(standardError) };
}

/** Nothing of a stream that only takes. */
function textOf(stream: NodeJS.WritableStream): string {
  return stream instanceof PassThrough ? readAll(stream) : "";
}

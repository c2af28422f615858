import { resolve } from "node:path";
import spawn, { SubprocessError, type Subprocess } from "nano-spawn";
import { runCommand } from "../command/run-command.ts";
import type { WrittenText } from "../command/command-message.ts";

const ROOT = resolve(import.meta.dirname, "../..");
/** What Node is given to run the command. `build-programs.ts` builds it before the tests. */
export const PROGRAM: readonly string[] = [resolve(ROOT, "packages/cli/dist/bin.cjs")];

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Default: the root of the repository, which has no `crosstag.yaml`. */
  readonly directory?: string;
  readonly input?: string;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command as a process of its own, with none of this process' environment but the path. */
export function startCrosstag(
  commandLine: readonly string[],
  { environment = {}, directory = ROOT, input }: RunOptions = {},
): Subprocess {
  const cleared = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
  // By its path: "node" would be given the flags of the test runner, too.
  return spawn(process.execPath, [...PROGRAM, ...commandLine], {
    cwd: directory,
    env: { ...cleared, PATH: process.env["PATH"] ?? "", ...environment },
    stdin: input === undefined ? "ignore" : { string: input },
  });
}

export async function resultOf(subprocess: Subprocess): Promise<RunResult> {
  try {
    const { stdout, stderr } = await subprocess;
    return { exitCode: 0, stdout, stderr };
  } catch (error) {
    if (!(error instanceof SubprocessError)) throw error;
    return { exitCode: error.exitCode ?? -1, stdout: error.stdout, stderr: error.stderr };
  }
}

/** Runs the command with none of this process' environment but the path. */
export async function runCrosstag(
  commandLine: readonly string[],
  { environment = {}, directory = ROOT, input = "" }: RunOptions = {},
): Promise<RunResult> {
  const { exitCode, written } = await runCommand({
    commandLine,
    environment: { PATH: process.env["PATH"] ?? "", ...environment },
    directory,
    input,
  });
  const textOf = (wanted: WrittenText["stream"]) =>
    written
      .flatMap(({ stream, text }) => (stream === wanted ? [text] : []))
      .join("")
      .replace(/\n$/, "");
  return { exitCode, stdout: textOf("stdout"), stderr: textOf("stderr") };
}

/** With what the command said, where it ended otherwise. */
export function expectExit({ exitCode, stderr }: RunResult, expected: number): void {
  if (exitCode !== expected) throw new Error(`The command ended with ${exitCode} instead of ${expected}: ${stderr}`);
}

/**
 * Standard error without the lines that say for how long a cloud has not answered. They come after seconds, so whether there
 * are any depends on what else the machine does.
 */
export function withoutWaits(stderr: string): string {
  return stderr.replaceAll(/^\S+ \S+: still waiting for an answer\..*(\n|$)/gm, "");
}
